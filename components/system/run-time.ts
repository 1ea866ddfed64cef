import type { BackgroundRun } from "@/contracts/system";
import { formatDuration } from "../ui/format";

/** How long a run took, or has been under way at `now`; a dash before it started. */
export function runDuration(run: Pick<BackgroundRun, "startedAt" | "endedAt">, now: Date): string {
  if (!run.startedAt) return "—";
  const until = run.endedAt ? new Date(run.endedAt) : now;
  return shortDuration(until.getTime() - new Date(run.startedAt).getTime());
}

/** Milliseconds below a second as such, above it in the two largest parts. */
export const shortDuration = (ms: number): string =>
  ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : formatDuration(ms / 1000);
