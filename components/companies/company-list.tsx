"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import type { Company } from "@/contracts/companies";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { formatDate, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";
import { CompanyDialog } from "./company-dialog";
import { CompanyFieldsDialog } from "./company-fields-dialog";

const rowId = (company: Company): string => company.id;
const rowLabel = (company: Company): string => company.name;

const columnsIn = (timeZone: string, href: (path: string) => string): DataTableColumn<Company>[] => [
  {
    id: "name",
    header: "Name",
    cell: (company) => (
      <Link href={href(`companies/${company.id}`)} className="font-medium text-ink hover:underline">
        {company.name}
      </Link>
    ),
  },
  { id: "domain", header: "Domain", cell: (company) => company.domain ?? <span className="text-ink-3">–</span> },
  { id: "people", header: "People", align: "end", cell: (company) => formatNumber(company.people) },
  {
    id: "created",
    header: "Created",
    hideBelow: "md",
    cell: (company) => formatDate(company.createdAt, timeZone),
  },
];

/** Every company of the workspace, by name. */
export function CompanyList() {
  return (
    <RequirePermission permission="contact:read" what="companies">
      <Companies />
    </RequirePermission>
  );
}

function Companies() {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const [text, setText] = useQueryState("q", parseAsString.withDefault(""));
  const [dialog, setDialog] = useState<"new" | "fields" | null>(null);
  const q = useSettled(text, 250).trim() || undefined;
  const query = useInfiniteQuery(
    trpc.companies.list.infiniteQueryOptions(
      { limit: 50, q },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { href, timeZone } = workspace;
  const columns = useMemo(() => columnsIn(timeZone, href), [timeZone, href]);
  const canWrite = workspace.can("contact:write");
  const create = canWrite ? (
    <Button variant="primary" onClick={() => setDialog("new")}>
      New company
    </Button>
  ) : null;
  const isEmpty = query.data !== undefined && rows.length === 0 && !q;
  return (
    <>
      <PageHeader
        title="Companies"
        crumbs={[{ label: "Contacts", href: href("contacts") }, { label: "Companies" }]}
        actions={
          <>
            {canWrite ? (
              <Button variant="ghost" onClick={() => setDialog("fields")}>
                Company fields
              </Button>
            ) : null}
            {isEmpty ? null : create}
          </>
        }
      />
      {isEmpty ? null : (
        <FilterBar
          searchValue={text}
          searchLabel="Search name or domain"
          onSearchChange={(next) => void setText(next || null)}
        />
      )}
      <DataTable
        caption="Companies"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        onOpenRow={(company) => router.push(href(`companies/${company.id}`))}
        loading={query.isPending}
        refetching={query.isPlaceholderData}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        maxHeight="70dvh"
        error={
          query.error ? (
            <ErrorState
              title="The companies could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : undefined
        }
        empty={
          q ? (
            <NoMatches
              what="companies"
              onClear={
                <Button variant="link" onClick={() => void setText(null)}>
                  Clear search
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Companies are the groups people belong to"
              description="Give one a domain, and people with such an e-mail address can be suggested for it. Segments can ask about companies."
              columns={["Name", "Domain", "People"]}
              ghostRow={["Analytical Engines", "engines.example", "12"]}
              action={create}
            />
          )
        }
      />
      {canWrite ? <SuggestionSetting /> : null}
      {dialog === "new" ? <CompanyDialog company={null} onClose={() => setDialog(null)} /> : null}
      {dialog === "fields" ? <CompanyFieldsDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function SuggestionSetting() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const settings = useQuery(trpc.companies.settings.queryOptions({}));
  const set = useMutation(
    trpc.companies.setSettings.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.companies.pathKey() }),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  if (!settings.data) return null;
  return (
    <div className="py-4">
      <SwitchField
        label="Suggest companies by e-mail domain"
        hint="A profile then offers the company that has the domain of the person’s address. Nobody is added by itself."
        checked={set.isPending ? set.variables.suggestByDomain : settings.data.suggestByDomain}
        onCheckedChange={(on) => set.mutate({ suggestByDomain: on })}
      />
    </div>
  );
}
