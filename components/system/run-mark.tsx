import type { BackgroundRun } from "@/contracts/system";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

type Shown = { mark: StatusMarkName; label: string };

const PHASES: Record<NonNullable<BackgroundRun["phase"]>, Shown> = {
  queued: { mark: "scheduled", label: "Queued" },
  executing: { mark: "live", label: "Running" },
  waiting: { mark: "scheduled", label: "Waiting" },
  retrying: { mark: "paused", label: "Trying again" },
};
const ENDED: Record<Exclude<BackgroundRun["status"], "running">, Shown> = {
  completed: { mark: "done", label: "Completed" },
  failed: { mark: "failed", label: "Failed" },
  cancelled: { mark: "draft", label: "Cancelled" },
};

/** The state of a background run; one that has not ended says what it is doing. */
export function RunMark({ run }: { run: Pick<BackgroundRun, "status" | "phase"> }) {
  const { mark, label } = run.status === "running" ? PHASES[run.phase ?? "executing"] : ENDED[run.status];
  return <StatusMark status={mark} label={label} />;
}
