import type { BackgroundRun } from "@/contracts/system";
import { formatDuration } from "../ui/format";

/** How long it took from being asked for to its end, waiting included; for one under way, up to `now`. */
export function runDuration(run: Pick<BackgroundRun, "createdAt" | "endedAt">, now: Date): string {
  const until = run.endedAt ? new Date(run.endedAt) : now;
  return shortDuration(until.getTime() - new Date(run.createdAt).getTime());
}

/** Milliseconds below a second as such, above it in the two largest parts. */
export const shortDuration = (ms: number): string =>
  ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : formatDuration(ms / 1000);
