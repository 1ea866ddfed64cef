"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { Company, CompanyField, CompanyPerson } from "@/contracts/companies";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { formatDate, formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { CompanyDialog } from "./company-dialog";

/** One company: what is known about it and who belongs to it. */
export function CompanyPage({ companyId }: { companyId: string }) {
  return (
    <RequirePermission permission="contact:read" what="companies">
      <Loaded companyId={companyId} />
    </RequirePermission>
  );
}

function Loaded({ companyId }: { companyId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const workspace = useWorkspace();
  const [dialog, setDialog] = useState<"edit" | "delete" | null>(null);
  const query = useQuery(trpc.companies.get.queryOptions({ id: companyId }));
  const fields = useQuery(trpc.companies.fields.queryOptions({}));
  const remove = useMutation(
    trpc.companies.delete.mutationOptions({
      onSuccess: () => {
        toast("Company deleted");
        router.push(workspace.href("companies"));
        void client.invalidateQueries({ queryKey: trpc.companies.list.pathKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const company = query.data;
  return (
    <>
      <PageHeader
        title={company?.name ?? "Company"}
        crumbs={[{ label: "Companies", href: workspace.href("companies") }, { label: company?.name ?? "Company" }]}
        meta={
          company ? (
            <>
              {company.domain ? <span>{company.domain}</span> : null}
              <span>{company.people === 1 ? "1 person" : `${formatNumber(company.people)} people`}</span>
            </>
          ) : null
        }
        actions={
          company ? (
            <>
              {workspace.can("contact:delete") ? (
                <Button variant="ghost" onClick={() => setDialog("delete")}>
                  Delete…
                </Button>
              ) : null}
              {workspace.can("contact:write") ? <Button onClick={() => setDialog("edit")}>Edit</Button> : null}
            </>
          ) : null
        }
      />
      {query.error ? (
        <ErrorState
          title="The company could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending ? <Skeleton className="w-96" /> : null}
      {company ? (
        <>
          <Section title="Details" layout="aside">
            <DefinitionList items={detailsOf(company, fields.data ?? [], workspace.timeZone)} />
          </Section>
          <Section title="People" layout="aside">
            <People companyId={company.id} />
          </Section>
          {dialog === "edit" ? <CompanyDialog company={company} onClose={() => setDialog(null)} /> : null}
          <ConfirmDialog
            open={dialog === "delete"}
            onOpenChange={(open) => !open && setDialog(null)}
            title={`Delete ${company.name}?`}
            description={
              company.people === 0
                ? "Nobody belongs to it."
                : `${company.people === 1 ? "1 person stays" : `${formatNumber(company.people)} people stay`}, and belong to it no longer.`
            }
            confirmLabel="Delete company"
            destructive
            busy={remove.isPending}
            onConfirm={() => remove.mutate({ id: company.id })}
          />
        </>
      ) : null}
    </>
  );
}

function detailsOf(company: Company, fields: readonly CompanyField[], timeZone: string) {
  const own = fields.filter((field) => !field.isStandard);
  return [
    { term: "Domain", value: company.domain ?? "—" },
    { term: "External id", value: company.externalId ?? "—", mono: true },
    ...own.map((field) => ({ term: field.label, value: shown(company.attributes[field.key], field.type) })),
    { term: "Company id", value: company.id, mono: true },
    { term: "Created", value: formatDate(company.createdAt, timeZone) },
  ];
}

function shown(value: string | number | boolean | undefined, type: CompanyField["type"]): string {
  if (value === undefined) return "—";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return formatNumber(value);
  return type === "date" ? formatDate(value, "UTC") : value;
}

const rowId = (person: CompanyPerson): string => person.contactId;
const rowLabel = (person: CompanyPerson): string => person.name ?? person.email ?? "Somebody without a name";

function People({ companyId }: { companyId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { href, timeZone } = useWorkspace();
  const query = useInfiniteQuery(
    trpc.companies.people.infiniteQueryOptions(
      { companyId, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const columns = useMemo<DataTableColumn<CompanyPerson>[]>(
    () => [
      {
        id: "name",
        header: "Name",
        cell: (person) => (
          <Link href={href(`contacts/${person.contactId}`)} className="font-medium text-ink hover:underline">
            {rowLabel(person)}
          </Link>
        ),
      },
      { id: "email", header: "E-mail", cell: (person) => person.email ?? "–", hideBelow: "sm" },
      { id: "role", header: "Role", cell: (person) => person.role ?? <span className="text-ink-3">–</span> },
      { id: "since", header: "Since", hideBelow: "md", cell: (person) => formatDate(person.since, timeZone) },
    ],
    [href, timeZone],
  );
  return (
    <DataTable
      caption="People of the company"
      columns={columns}
      rows={rows}
      rowId={rowId}
      rowLabel={rowLabel}
      onOpenRow={(person) => router.push(href(`contacts/${person.contactId}`))}
      loading={query.isPending}
      hasMore={query.hasNextPage}
      loadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      empty={<p className="text-ink-2 text-sm">Nobody yet. People are added on their profile, or over the API.</p>}
      error={
        query.error ? (
          <ErrorState
            title="The people could not be loaded."
            detail={messageOf(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : undefined
      }
    />
  );
}
