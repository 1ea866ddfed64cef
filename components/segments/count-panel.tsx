"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Condition } from "@/contracts/documents/condition";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Stat } from "../ui/stat";
import { NearMisses } from "./near-misses";
import { PinnedPerson } from "./pinned-person";
import { Reach } from "./reach";
import { SlowRow } from "./slow-row";
import { useSettled, useTakesLong } from "./use-settled";

const COUNT_AFTER_MS = 200;
const SAMPLE_SIZE = 5;
/** From here on a count is worth a word about what makes it slow. */
const SLOW_MS = 1500;

type CountPanelProps = {
  condition: Condition;
  /** The rule cannot be evaluated yet; the last answer stays and says so. */
  unfinished: boolean;
  /** Members of the last refresh of the saved rule. */
  savedCount: number | null;
  /** The saved segment that is being edited, to say who would come and go. */
  segmentId?: string;
  /** Marks rows of the rule, by place, while something beside it speaks of them. */
  onMark: (rows: readonly number[]) => void;
};

/** How many people match now, exactly, and five of them; follows the rule while it is written. */
export function CountPanel({ condition, unfinished, savedCount, segmentId, onMark }: CountPanelProps) {
  const trpc = useTRPC();
  const { href } = useWorkspace();
  const settled = useSettled(condition, COUNT_AFTER_MS);
  const isSettled = settled === condition;
  const asked = {
    enabled: !unfinished && isSettled,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
    // Typing on, or leaving, stops the counting of the rule before, in Postgres too.
    trpc: { abortOnUnmount: true },
  } as const;
  const count = useQuery(trpc.segments.count.queryOptions({ condition: settled }, asked));
  const sample = useQuery(trpc.segments.sample.queryOptions({ condition: settled, limit: SAMPLE_SIZE }, asked));
  const reach = useQuery(trpc.segments.reach.queryOptions({ condition: settled, segmentId }, asked));
  const isSlow = useTakesLong(count.isFetching, SLOW_MS);
  const isOld = !unfinished && (!isSettled || count.isPlaceholderData);
  if (count.error && !unfinished)
    return (
      <ErrorState
        title="The people could not be counted."
        detail={messageOf(count.error)}
        traceId={traceIdOf(count.error)}
        onRetry={() => void count.refetch()}
        retrying={count.isFetching}
      />
    );
  return (
    <div className="grid gap-5">
      <div aria-live="polite" className={cn(isOld && "opacity-60")}>
        <Stat
          label="People who match now"
          size="hero"
          value={count.data ? formatNumber(count.data.count) : "–"}
          delta={savedCount === null || !count.data ? undefined : deltaOf(count.data.count - savedCount)}
          note={unfinished ? "of the rule before; finish this one to count it" : "exact"}
        />
        {reach.data ? <Reach reach={reach.data} /> : null}
        {unfinished || !isSlow ? null : <SlowRow condition={settled} onMark={onMark} />}
      </div>
      <div className={cn("grid gap-1", isOld && "opacity-60")}>
        <h3 className="text-ink-2 text-xs">Newest of them</h3>
        <ul className="type-dense text-sm">
          {sample.data?.map((person) => (
            <li key={person.contactId} className="border-line border-b py-1.5">
              <Link href={href(`contacts/${person.contactId}`)} className="block truncate text-ink hover:underline">
                {person.name ?? person.email ?? "No name"}
              </Link>
              {person.name && person.email ? <span className="block truncate text-ink-2">{person.email}</span> : null}
            </li>
          ))}
          {sample.isPending && !unfinished
            ? ["a", "b", "c"].map((place) => (
                <li key={place} className="border-line border-b py-3">
                  <Skeleton className="w-40" />
                </li>
              ))
            : null}
        </ul>
        {sample.data?.length === 0 ? <p className="text-ink-2 text-sm">Nobody matches this rule.</p> : null}
      </div>
      {unfinished ? null : (
        <>
          <NearMisses condition={settled} enabled={isSettled} onMark={onMark} />
          <PinnedPerson condition={settled} enabled={isSettled} />
        </>
      )}
    </div>
  );
}

function deltaOf(change: number): { text: string; direction: "up" | "down" | "flat"; since: string } {
  const since = "since the last refresh";
  if (change === 0) return { text: "No change", direction: "flat", since };
  return { text: formatNumber(Math.abs(change)), direction: change > 0 ? "up" : "down", since };
}
