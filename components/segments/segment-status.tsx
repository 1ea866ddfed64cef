import type { Segment } from "@/contracts/segments";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

type Marked = Pick<Segment, "status" | "refreshState" | "type" | "problems">;

/** The state of a segment in one mark: whether it is kept up to date, and how the last attempt went. */
export function segmentMark(segment: Marked): {
  status: StatusMarkName;
  label: string;
} {
  if (segment.problems.length > 0) return { status: "failed", label: "Broken rule" };
  if (segment.status === "archived") return { status: "draft", label: "Archived" };
  if (segment.type === "static") return { status: "done", label: "List" };
  if (segment.status === "inactive") return { status: "paused", label: "Inactive" };
  switch (segment.refreshState) {
    case "never":
      return { status: "draft", label: "Not refreshed yet" };
    case "queued":
      return { status: "scheduled", label: "Refresh queued" };
    case "running":
      return { status: "live", label: "Refreshing" };
    case "failed":
      return { status: "failed", label: "Refresh failed" };
    case "done":
      return { status: "done", label: "Up to date" };
  }
}

export const SegmentStatusMark = ({ segment }: { segment: Marked }) => <StatusMark {...segmentMark(segment)} />;

/** Whether the numbers are about to change by themselves, so that a page should look again. */
export const isRefreshing = (segment: Pick<Segment, "status" | "refreshState"> | undefined): boolean =>
  segment?.status === "active" && (segment.refreshState === "queued" || segment.refreshState === "running");
