"use client";

import { useQuery } from "@tanstack/react-query";
import { LineChart } from "../charts/line-chart";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { ErrorState } from "../ui/error-state";
import { formatDate, formatNumber } from "../ui/format";
import { Skeleton } from "../ui/skeleton";

const DAYS = 30;

/** Members at the end of each of the last thirty days. */
export function SegmentTrend({ segmentId }: { segmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.segments.sizes.queryOptions({ segmentId, days: DAYS }));
  if (query.error)
    return (
      <ErrorState
        title="The sizes could not be loaded."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  if (!query.data) return <Skeleton className="w-96" />;
  const [first] = query.data;
  const last = query.data.at(-1);
  if (!first || !last) return <p className="text-ink-2 text-sm">The first refresh stores the first size.</p>;
  const change = last.size - first.size;
  return (
    <LineChart
      title="Size, last 30 days"
      summary={`${formatNumber(last.size)} members now, ${change === 0 ? "as many as" : `${formatNumber(Math.abs(change))} ${change > 0 ? "more" : "fewer"} than`} on ${formatDate(`${first.day}T00:00:00Z`, "UTC")}.`}
      xName="Day (UTC)"
      xLabels={query.data.map(({ day }) => formatDate(`${day}T00:00:00Z`, "UTC"))}
      series={[{ id: "size", label: "Members", values: query.data.map(({ size }) => size) }]}
    />
  );
}
