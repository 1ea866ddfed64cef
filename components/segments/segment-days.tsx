"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { SegmentDay } from "@/contracts/segments";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatDate, formatNumber } from "../ui/format";

const rowId = (row: SegmentDay): string => row.day;
const dayOf = (row: SegmentDay): string => formatDate(`${row.day}T00:00:00Z`, "UTC");

const COLUMNS: DataTableColumn<SegmentDay>[] = [
  { id: "day", header: "Day (UTC)", cell: dayOf },
  { id: "entered", header: "Entered", align: "end", width: "8rem", cell: (row) => formatNumber(row.entered) },
  { id: "exited", header: "Left", align: "end", width: "8rem", cell: (row) => formatNumber(row.exited) },
];

/** Who came and went in the last 30 days, by day. */
export function SegmentDays({ segmentId }: { segmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.segments.days.queryOptions({ segmentId }));
  const rows = useMemo(() => query.data ?? [], [query.data]);
  return (
    <DataTable
      caption="Entered and left by day"
      columns={COLUMNS}
      rows={rows}
      rowId={rowId}
      rowLabel={dayOf}
      loading={query.isPending}
      error={
        query.error ? (
          <ErrorState
            title="The history could not be loaded."
            detail={messageOf(query.error)}
            traceId={traceIdOf(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : undefined
      }
      empty={
        <EmptyState
          title="Nobody entered or left in the last 30 days"
          description="Each refresh notes who came and who went."
          columns={["Day (UTC)", "Entered", "Left"]}
          ghostRow={["21 Nov 2026", "212", "34"]}
        />
      }
    />
  );
}
