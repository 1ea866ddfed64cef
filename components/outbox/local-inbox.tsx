"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { PageHeader } from "../ui/page-header";
import { MessageList } from "./message-list";
import { MessageReader } from "./message-reader";

/** Everything sent over the Local Inbox, as its recipients see it. New messages appear by themselves. */
export function LocalInbox() {
  return (
    <RequirePermission permission="inbox:read" what="the Local Inbox">
      <Inbox />
    </RequirePermission>
  );
}

function Inbox() {
  const trpc = useTRPC();
  const { timeZone, href, can } = useWorkspace();
  const [{ message, q }, setQuery] = useQueryStates({
    message: parseAsString,
    q: parseAsString.withDefault(""),
  });
  const list = useInfiniteQuery(
    trpc.channels.listOutbox.infiniteQueryOptions(
      { limit: 50, ...(q ? { search: q } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: 3000 },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader
        title="Local Inbox"
        meta={<span>What recipients would see. Nothing here has left this machine.</span>}
      />
      {list.isError ? (
        <ErrorState
          title="The Local Inbox could not be read"
          detail={messageOf(list.error)}
          traceId={traceIdOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : list.isSuccess && rows.length === 0 && q === "" ? (
        <EmptyState
          title="Messages sent over the Local Inbox arrive here."
          description="Send a campaign or a test, then read it, click it and unsubscribe as its recipient would."
          columns={["To", "Subject", "Received"]}
          ghostRow={["ada@example.com", "Fresh bread on Friday", "Just now"]}
          action={
            can("campaign:create") ? (
              <Button asChild variant="primary">
                <a href={href("campaigns")}>Go to campaigns</a>
              </Button>
            ) : undefined
          }
        />
      ) : (
        <div className="grid min-h-0 gap-4 pt-3 lg:grid-cols-[minmax(18rem,24rem)_1fr]">
          <section aria-label="Messages" className={message ? "hidden lg:block" : ""}>
            <FilterBar
              searchValue={q}
              onSearchChange={(text) => void setQuery({ q: text || null })}
              searchLabel="Search subject or recipient"
            />
            {list.isSuccess && rows.length === 0 ? (
              <NoMatches
                what="messages"
                onClear={<Button onClick={() => void setQuery({ q: null })}>Clear search</Button>}
              />
            ) : (
              <MessageList
                rows={rows}
                current={message}
                timeZone={timeZone}
                loading={list.isPending}
                onOpen={(id) => void setQuery({ message: id })}
                onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
              />
            )}
          </section>
          <section aria-label="Message" className={message ? "min-w-0" : "hidden min-w-0 lg:block"}>
            {message ? (
              <MessageReader key={message} messageId={message} onClose={() => void setQuery({ message: null })} />
            ) : (
              <p className="pt-2 text-ink-2 text-sm">Choose a message to read it.</p>
            )}
          </section>
        </div>
      )}
    </>
  );
}
