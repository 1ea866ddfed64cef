"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { SnippetSummary } from "@/contracts/snippets";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { ContentNav } from "./content-nav";
import { NewSnippetDialog } from "./new-snippet-dialog";

/** Every piece of content that e-mails include by reference. */
export function SnippetList() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const canRead = workspace.can("content:read");
  const query = useInfiniteQuery(
    trpc.content.snippets.infiniteQueryOptions(
      { limit: 50, q: q || undefined },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled: canRead },
    ),
  );
  if (!canRead)
    return (
      <DeniedState what="see snippets" permission="content:read" grantedBy={workspace.grantedBy("content:read")} />
    );
  const create = workspace.can("content:write") ? <NewSnippetDialog /> : null;
  const snippets = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader
        title="Snippets"
        meta="Pieces many e-mails share. Change one, and every e-mail that is not launched yet has it."
        actions={create}
      />
      <ContentNav />
      <FilterBar searchValue={q} searchLabel="Search snippets" onSearchChange={(text) => void setQ(text || null)} />
      {query.error ? (
        <ErrorState
          title="The snippets could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : query.isPending ? (
        <div role="status" aria-label="Loading snippets" className="grid gap-2 pt-4">
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
        </div>
      ) : snippets.length === 0 ? (
        q ? (
          <NoMatches
            what="snippets"
            onClear={
              <Button variant="link" onClick={() => void setQ(null)}>
                Clear search
              </Button>
            }
          />
        ) : (
          <EmptyState
            title="What many e-mails say stands here once"
            description="Opening hours, a signature, a legal line. Blocks and code include it by its key."
            columns={["Snippet", "Key", "Changed"]}
            ghostRow={["Opening hours", "opening_hours", "just now"]}
            action={create}
          />
        )
      ) : (
        <ul className="grid pt-2" aria-label="Snippets">
          {snippets.map((snippet) => (
            <SnippetRow key={snippet.id} snippet={snippet} now={new Date(query.dataUpdatedAt)} />
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <Button className="mx-auto mt-6" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function SnippetRow({ snippet, now }: { snippet: SnippetSummary; now: Date }) {
  const workspace = useWorkspace();
  return (
    <li className="relative grid gap-x-6 gap-y-0.5 border-line border-b px-1 py-3 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_minmax(0,240px)_140px] sm:items-baseline">
      <Link
        href={workspace.href(`content/snippets/${snippet.id}`)}
        className="min-w-0 truncate font-medium text-ink text-sm after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-brand"
      >
        {snippet.name}
      </Link>
      <code className="min-w-0 truncate font-mono text-ink-2 text-xs">{snippet.key}</code>
      <span className="type-dense text-ink-3 text-xs sm:text-right">
        {snippet.mode === "code" ? "Code" : "Blocks"} ·{" "}
        <RelativeTime value={snippet.updatedAt} now={now} timeZone={workspace.timeZone} />
      </span>
    </li>
  );
}
