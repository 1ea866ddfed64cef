import type { BulkJob } from "@/contracts/people";
import type { StatusMarkName } from "../ui/status-mark";

/** How the state of a bulk job is shown. */
export const JOB_MARKS: Record<BulkJob["status"], { status: StatusMarkName; label: string }> = {
  queued: { status: "scheduled", label: "Waiting" },
  running: { status: "live", label: "Running" },
  undoing: { status: "live", label: "Undoing" },
  done: { status: "done", label: "Done" },
  undone: { status: "done", label: "Undone" },
  cancelled: { status: "paused", label: "Cancelled" },
  failed: { status: "failed", label: "Failed" },
};

/** Whether it will change by itself. */
export const isLive = (job: BulkJob | undefined): boolean =>
  job !== undefined && ["queued", "running", "undoing"].includes(job.status);
