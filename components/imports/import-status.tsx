import type { Import, ImportStatus } from "@/contracts/imports";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const MARKS: Record<ImportStatus, { status: StatusMarkName; label: string }> = {
  fetching: { status: "live", label: "Fetching" },
  uploaded: { status: "draft", label: "Not started" },
  queued: { status: "scheduled", label: "Waiting" },
  running: { status: "live", label: "Importing" },
  paused: { status: "paused", label: "Paused" },
  done: { status: "done", label: "Done" },
  failed: { status: "failed", label: "Stopped by a problem" },
  cancelled: { status: "failed", label: "Cancelled" },
};

const UNDO_MARKS = {
  queued: { status: "scheduled", label: "Waiting to be undone" },
  running: { status: "live", label: "Undoing" },
  done: { status: "paused", label: "Undone" },
  failed: { status: "failed", label: "Undo stopped" },
} as const satisfies Record<string, { status: StatusMarkName; label: string }>;

export const ImportStatusMark = ({ record }: { record: Pick<Import, "status" | "undo"> }) => (
  <StatusMark {...(record.undo ? UNDO_MARKS[record.undo.status] : MARKS[record.status])} />
);

const isLive = (status: string | undefined): boolean =>
  status === "queued" || status === "running" || status === "fetching";

/** Whether the numbers are about to change by themselves. */
export const isMoving = (record: Pick<Import, "status" | "undo"> | undefined): boolean =>
  isLive(record?.status) || isLive(record?.undo?.status);
