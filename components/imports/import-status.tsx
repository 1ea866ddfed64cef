import type { ImportStatus } from "@/contracts/contacts";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const MARKS: Record<ImportStatus, { status: StatusMarkName; label: string }> = {
  uploaded: { status: "draft", label: "Not started" },
  queued: { status: "scheduled", label: "Waiting" },
  running: { status: "live", label: "Importing" },
  paused: { status: "paused", label: "Paused" },
  done: { status: "done", label: "Done" },
  failed: { status: "failed", label: "Stopped by a problem" },
  cancelled: { status: "failed", label: "Cancelled" },
};

export const ImportStatusMark = ({ status }: { status: ImportStatus }) => <StatusMark {...MARKS[status]} />;

/** Whether the numbers are about to change by themselves. */
export const isMoving = (status: ImportStatus | undefined): boolean => status === "queued" || status === "running";
