"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { TemplateSummary } from "@/contracts/content";
import { EmailFrame } from "../email-builder";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { IconButton } from "../ui/icon-button";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { toast, toastUndo } from "../ui/toast";
import { ContentNav } from "./content-nav";
import { ImportTemplateDialog } from "./import-template-dialog";
import { NewTemplateDialog } from "./new-template-dialog";
import { TemplateStatusMark } from "./template-status";

const SHOWN = ["active", "in_review", "approved", "archived"] as const;
const MODE_LABELS: Record<TemplateSummary["mode"], string> = { blocks: "Blocks", code: "Code", react: "Template" };

/** Every template as a small picture of itself, last changed first. */
export function TemplateList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [url, setUrl] = useQueryStates({
    q: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOWN).withDefault("active"),
  });
  const canRead = workspace.can("content:read");
  const query = useInfiniteQuery(
    trpc.content.list.infiniteQueryOptions(
      { limit: 24, q: url.q || undefined, show: url.show },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled: canRead },
    ),
  );
  if (!canRead)
    return (
      <DeniedState what="see templates" permission="content:read" grantedBy={workspace.grantedBy("content:read")} />
    );
  const templates = query.data?.pages.flatMap((page) => page.data) ?? [];
  const create = workspace.can("content:write") ? <NewTemplateDialog /> : null;
  return (
    <>
      <PageHeader
        title="Content"
        actions={
          create ? (
            <>
              <ImportTemplateDialog />
              {create}
            </>
          ) : undefined
        }
      />
      <ContentNav />
      <FilterBar
        searchValue={url.q}
        searchLabel="Search templates"
        onSearchChange={(q) => void setUrl({ q: q || null })}
      >
        <SegmentedControl
          label="Show"
          size="sm"
          value={url.show}
          onValueChange={(show) => void setUrl({ show })}
          options={[
            { value: "active", label: "In use" },
            { value: "in_review", label: "In review" },
            { value: "approved", label: "Approved" },
            { value: "archived", label: "Archived" },
          ]}
        />
      </FilterBar>
      {query.error ? (
        <ErrorState
          title="The templates could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : query.isPending ? (
        <LoadingCards />
      ) : templates.length === 0 ? (
        <NoTemplates
          isFiltered={url.q !== "" || url.show !== "active"}
          create={create}
          onClear={() => void setUrl({ q: null, show: null })}
        />
      ) : (
        <ul
          className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-x-6 gap-y-8 pt-6"
          aria-label="Templates"
        >
          {templates.map((template) => (
            <TemplateCard key={template.id} template={template} now={new Date(query.dataUpdatedAt)} />
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <Button className="mx-auto mt-8" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function LoadingCards() {
  return (
    <div
      role="status"
      aria-label="Loading templates"
      className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-6 pt-6"
    >
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-72 w-full" />
      ))}
    </div>
  );
}

function NoTemplates({
  isFiltered,
  create,
  onClear,
}: {
  isFiltered: boolean;
  create: React.ReactNode;
  onClear: () => void;
}) {
  if (isFiltered)
    return (
      <NoMatches
        what="templates"
        onClear={
          <Button variant="link" onClick={onClear}>
            Clear filters
          </Button>
        }
      />
    );
  return (
    <EmptyState
      title="E-mails you want to use again stand here"
      description="Start from a letter, a newsletter or an announcement, or bring your own HTML."
      columns={["Template", "Subject", "Changed"]}
      ghostRow={["Monthly newsletter", "What we learned in November", "just now"]}
      action={create}
    />
  );
}

function TemplateCard({ template, now }: { template: TemplateSummary; now: Date }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const href = workspace.href(`content/${template.id}`);
  const preview = useQuery(
    trpc.content.previewVersion.queryOptions(
      { id: template.id, version: template.version },
      { staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  const html = preview.data?.email?.html;
  return (
    <li className="group relative grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2.5">
      <div className="overflow-hidden rounded-lg border border-line bg-sunken group-focus-within:border-brand group-hover:border-line-strong">
        {html ? (
          <EmailFrame html={html} title={`Picture of ${template.name}`} width={640} height={760} isStill />
        ) : (
          <div className="grid h-64 place-items-center px-6 text-center text-ink-3 text-xs">
            {preview.data?.problem ?? (preview.isPending ? "" : "No picture")}
          </div>
        )}
      </div>
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 className="truncate font-semibold text-ink text-sm">
            <Link
              href={href}
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-brand"
            >
              {template.name}
            </Link>
          </h2>
          <p className="truncate text-ink-2 text-xs">{template.subject || "No subject yet"}</p>
          <p className="type-dense flex flex-wrap items-center gap-x-1.5 text-ink-3 text-xs">
            <TemplateStatusMark status={template.status} />
          </p>
          <p className="type-dense text-ink-3 text-xs">
            {MODE_LABELS[template.mode]} · version {template.version} ·{" "}
            <RelativeTime value={template.updatedAt} now={now} timeZone={workspace.timeZone} />
          </p>
        </div>
        {workspace.can("content:write") ? <CardMenu template={template} /> : null}
      </div>
    </li>
  );
}

function CardMenu({ template }: { template: TemplateSummary }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.content.list.pathKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const archive = useMutation(trpc.content.archive.mutationOptions({ onSuccess: refresh, onError }));
  const duplicate = useMutation(
    trpc.content.duplicate.mutationOptions({
      onSuccess: ({ id }) => router.push(workspace.href(`content/${id}`)),
      onError,
    }),
  );
  const setArchived = (isArchived: boolean) =>
    archive.mutate(
      { id: template.id, isArchived },
      {
        onSuccess: () =>
          isArchived
            ? toastUndo(`${template.name} is archived`, {
                onUndo: () => archive.mutate({ id: template.id, isArchived: false }),
              })
            : toast(`${template.name} is back`),
      },
    );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="icon-sm" label={`More for ${template.name}`} className="relative">
          <MoreHorizontal />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => router.push(workspace.href(`content/${template.id}`))}>Edit</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => duplicate.mutate({ id: template.id })}>Duplicate</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => setArchived(!template.isArchived)}>
          {template.isArchived ? "Bring back" : "Archive"}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
