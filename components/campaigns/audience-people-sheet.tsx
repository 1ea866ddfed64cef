"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import type { CampaignDraft } from "./use-campaign-draft";

export type AudienceSource = { campaignId: string } | { audience: CampaignDraft["audience"]; topicId: string | null };
export type WaterfallLine = { code: string; label: string };

/** The people behind one line of the waterfall, exactly those it counted. */
export function AudiencePeopleSheet({
  source,
  line,
  onClose,
}: {
  source: AudienceSource;
  line: WaterfallLine | null;
  onClose: () => void;
}) {
  return (
    <Sheet
      open={line !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={line?.label ?? "People"}
      description="Exactly the people this line counts, as it stands now."
    >
      {line ? <People source={source} code={line.code} /> : null}
    </Sheet>
  );
}

function People({ source, code }: { source: AudienceSource; code: string }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const query = useInfiniteQuery(
    trpc.campaigns.audiencePeople.infiniteQueryOptions(
      { ...source, step: code, limit: 50 },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        staleTime: 0,
        enabled: workspace.can("contact:read"),
      },
    ),
  );
  if (!workspace.can("contact:read"))
    return (
      <p className="text-ink-2 text-sm">
        Seeing people needs the permission contact:read. {workspace.grantedBy("contact:read").join(" or ")} can grant
        it.
      </p>
    );
  if (query.error)
    return (
      <ErrorState
        title="These people could not be loaded."
        detail={messageOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return <Skeleton className="h-40 w-full" />;
  const people = query.data.pages.flatMap((page) => page.data);
  if (people.length === 0) return <p className="text-ink-2 text-sm">Nobody.</p>;
  return (
    <div className="grid gap-3">
      <ul className="grid border-line border-t" aria-label="People">
        {people.map((person) => (
          <li key={person.contactId} className="border-line border-b">
            <Link
              href={workspace.href(`contacts/${person.contactId}`)}
              className="flex flex-wrap items-baseline gap-x-3 py-2 text-sm hover:bg-sunken"
            >
              <span className="font-medium">{person.name ?? person.email ?? "Nobody named"}</span>
              {person.name && person.email ? <span className="text-ink-2 text-xs">{person.email}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}
