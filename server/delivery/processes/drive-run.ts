import "server-only";
import type { RunRef } from "../load";
import { readProgress } from "./send-batches";
import { cancelRest, finishIfDrained } from "./settle-run";

/** After a round of lanes: is the run over for now, and if not, when may the next round begin? */
export async function driveRun(ref: RunRef): Promise<{ isOver: boolean; state: string; waitUntil: string | null }> {
  const before = await readProgress(ref);
  if (before.state === "stopped") await cancelRest(ref);
  const isFinished = await finishIfDrained(ref);
  const { state, nextAt } = await readProgress(ref);
  // A pause ends this round; the release announces the run again. A stop waits for the last open call.
  if (isFinished || state !== "ready") return { isOver: true, state, waitUntil: null };
  return { isOver: false, state, waitUntil: nextAt };
}
