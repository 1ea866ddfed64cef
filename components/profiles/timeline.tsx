"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Contact } from "@/contracts/contacts";
import { TIMELINE_TYPES, type TimelineCounts, type TimelineType } from "@/contracts/timeline";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { Label } from "../ui/label";
import { Skeleton } from "../ui/skeleton";
import { byDay, endOfDay } from "./days";
import { TimelineItem } from "./timeline-item";
import { useViewerZone } from "./use-viewer-zone";

const TYPE_LABELS: Record<TimelineType, string> = {
  message: "Messages",
  consent: "Consent",
  segment: "Segments",
  change: "Changes",
  import: "Imports",
};

/** Everything that happened to one person, newest first, by the day of whoever looks. */
export function Timeline({ contact }: { contact: Contact }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const zone = useViewerZone(workspace.timeZone);
  const [types, setTypes] = useState<readonly TimelineType[]>([]);
  const [day, setDay] = useState("");
  const counts = useQuery(trpc.profiles.timelineCounts.queryOptions({ contactId: contact.id }));
  const query = useInfiniteQuery(
    trpc.profiles.timeline.infiniteQueryOptions(
      {
        contactId: contact.id,
        ...(types.length > 0 && { types: [...types] }),
        ...(day && { before: endOfDay(day, zone) }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
    ),
  );
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const days = useMemo(() => byDay(entries, zone), [entries, zone]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <section aria-labelledby="timeline-title" className="grid min-w-0 content-start gap-3">
      <h2 id="timeline-title" className="type-title text-lg">
        Timeline
      </h2>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <TypeFilter counts={counts.data} types={types} onChange={setTypes} />
        <div className="flex items-center gap-2">
          <Label htmlFor="timeline-day" className="text-ink-2 text-xs">
            Jump to
          </Label>
          <Input
            id="timeline-day"
            type="date"
            value={day}
            onChange={(event) => setDay(event.target.value)}
            className="h-7 w-36 text-xs"
          />
          {day ? (
            <Button variant="ghost" size="sm" onClick={() => setDay("")}>
              Newest
            </Button>
          ) : null}
        </div>
      </div>
      {query.error ? (
        <ErrorState
          title="The timeline could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : null}
      {query.isPending ? <Skeleton className="h-24 w-full" /> : null}
      {query.data && entries.length === 0 ? (
        <p className="border-line border-t py-6 text-ink-2 text-sm">
          {types.length > 0 || day
            ? "Nothing of that kind. Choose other kinds or another day."
            : "Nothing happened yet."}
        </p>
      ) : null}
      <div className={cn("grid", query.isPlaceholderData && "refetching")}>
        {days.map(({ day: title, entries: ofDay }) => (
          <section key={title} aria-label={title}>
            <h3 className="sticky top-0 z-10 border-line border-b bg-canvas py-1.5 font-medium text-ink-2 text-xs">
              {title}
            </h3>
            <ol className="grid">
              {ofDay.map((entry) => (
                <TimelineItem key={entry.id} entry={entry} contact={contact} zone={zone} />
              ))}
            </ol>
          </section>
        ))}
      </div>
      {hasNextPage ? <MoreEntries isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </section>
  );
}

type FilterProps = {
  counts: TimelineCounts | undefined;
  types: readonly TimelineType[];
  onChange: (types: readonly TimelineType[]) => void;
};

function TypeFilter({ counts, types, onChange }: FilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">Kinds of entries</legend>
      {TIMELINE_TYPES.map((type) => {
        const isOn = types.includes(type);
        return (
          <button
            key={type}
            type="button"
            aria-pressed={isOn}
            onClick={() => onChange(isOn ? types.filter((other) => other !== type) : [...types, type])}
            className={cn(
              "inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong/50 px-2 text-ink-2 text-xs hover:text-ink",
              isOn && "border-brand bg-brand-wash text-brand hover:text-brand",
            )}
          >
            {TYPE_LABELS[type]}
            <span className="type-dense">{counts ? formatNumber(counts[type]) : "…"}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

/** Loads older entries when it comes into view; a button for those who do not scroll. */
function MoreEntries({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const load = useRef(onMore);
  useEffect(() => {
    load.current = onMore;
  }, [onMore]);
  useEffect(() => {
    const element = mark.current;
    if (!element) return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) load.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={mark} className="flex justify-center py-3">
      <Button variant="ghost" size="sm" loading={isLoading} loadingLabel="Loading older entries" onClick={onMore}>
        Older entries
      </Button>
    </div>
  );
}
