"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue, useState } from "react";
import { RECIPIENT_ANSWERS, RECIPIENT_STATES, SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { filterLabel, type Recipient, RecipientsTable } from "../delivery/recipients-table";
import { UnknownDialog } from "../delivery/unknown-dialog";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { ExplainSheet } from "./explain-sheet";
import { OutcomeActions } from "./outcome-actions";
import { useCampaignActions } from "./use-campaign-actions";

const REASONS = Object.keys(SKIP_CODES) as SkipReason[];

/** Every person of a campaign's audience, with what became of each. */
export function CampaignRecipients({
  campaignId,
  campaignName,
  isLive,
  reasons,
}: {
  campaignId: string;
  campaignName: string;
  isLive: boolean;
  reasons: readonly SkipReason[];
}) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const actions = useCampaignActions();
  const [deciding, setDeciding] = useState<Recipient | null>(null);
  const [explained, setExplained] = useState<string | null>(null);
  const [filter, setFilter] = useQueryStates({
    state: parseAsStringLiteral(RECIPIENT_STATES),
    reason: parseAsStringLiteral(REASONS),
    answer: parseAsStringLiteral(RECIPIENT_ANSWERS),
    q: parseAsString.withDefault(""),
  });
  const asked = {
    state: filter.state ?? undefined,
    reason: filter.reason ?? undefined,
    answer: filter.answer ?? undefined,
    q: useDeferredValue(filter.q) || undefined,
  };
  const query = useInfiniteQuery(
    trpc.campaigns.recipients.infiniteQueryOptions(
      { campaignId, limit: 50, ...asked },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        refetchInterval: isLive ? 3000 : 60_000,
        placeholderData: (previous) => previous,
      },
    ),
  );
  return (
    <div id="people">
      <ExplainSheet
        campaignId={campaignId}
        contactId={explained}
        open={explained !== null}
        onClose={() => setExplained(null)}
      />
      <UnknownDialog
        open={deciding !== null}
        onOpenChange={(open) => (open ? undefined : setDeciding(null))}
        people={1}
        person={deciding?.email ?? "a deleted contact"}
        busy={actions.decideUnknown.isPending}
        onDecide={(decision, note) =>
          actions.decideUnknown.mutate(
            { campaignId, messageIds: deciding ? [deciding.messageId] : [], decision, note },
            { onSuccess: () => setDeciding(null) },
          )
        }
      />
      <RecipientsTable
        rows={query.data?.pages.flatMap((page) => page.data) ?? []}
        timeZone={workspace.timeZone}
        filter={filter}
        onFilter={(next) => void setFilter({ ...next, ...(next.q === "" ? { q: null } : {}) })}
        reasons={reasons}
        actions={
          <OutcomeActions campaignId={campaignId} label={`${filterLabel(filter)} · ${campaignName}`} filter={asked} />
        }
        onDecide={workspace.can("campaign:launch") ? setDeciding : undefined}
        onExplain={setExplained}
        loading={query.isPending}
        refetching={query.isPlaceholderData}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        error={
          query.error && !query.data ? (
            <ErrorState
              title="The people could not be loaded."
              detail={query.error.message}
              onRetry={() => void query.refetch()}
            />
          ) : undefined
        }
      />
    </div>
  );
}
