import "server-only";
import { requestPermits } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { type Chunk, type Claim, holdsLease, mayRunSend, membersOf, settleChunk } from "../claim";
import { decide } from "../rules/settle";
import { type BatchEnd, type Road, sendChunk } from "./send-chunk";

/** Providers keep idempotency keys for 24 hours; we stop asking an hour before. */
const KEY_LIFE_MS = 23 * 3_600_000;

/**
 * A chunk somebody started and did not settle: the provider may or may not have it. With a key, and while everybody in
 * it may still be written to, it is asked again, the same members under the same key. Else its people are `unknown`.
 */
export async function recoverChunk(road: Road, claim: Claim, chunk: Chunk): Promise<BatchEnd | null> {
  const members = await membersOf(claim, chunk.seqs);
  const unknown = async (detail: string): Promise<BatchEnd | null> => {
    const decisions = members.map((member) => decide(member, "unknown", { detail }));
    const { isOurs } = await settleChunk(claim, chunk.chunkNo, decisions);
    return isOurs ? null : { kind: "lost" };
  };
  if (!road.provider.hasIdempotency)
    return unknown("The sending process stopped during the call; this provider cannot be asked again safely.");
  if (Date.now() - chunk.at.getTime() > KEY_LIFE_MS)
    return unknown("The sending process stopped during the call and the provider's idempotency key has expired.");

  const answer = await pipelineSql().begin(async (tx) => {
    if (!(await mayRunSend(tx, claim))) return { kind: "halted" as const };
    if (!(await holdsLease(tx, claim))) return { kind: "lost" as const };
    return requestPermits(tx, {
      workspaceNo: claim.workspaceNo,
      purpose: road.run.content.purpose,
      channel: "email",
      recipients: members,
      refuseDemo: road.provider.kind !== "local",
      topicNo: road.run.content.topicNo ?? null,
      // Their places under a limit were taken when the chunk was opened.
      countRecent: async () => new Map(),
    });
  });
  if ("kind" in answer) return answer;
  if (answer.refusals.length > 0)
    return unknown("The call was cut off, and somebody in it has opted out since: it was not asked again.");
  const permits = answer.permits.toSorted((a, b) => a.seq - b.seq);
  return sendChunk(road, claim, chunk, permits, () => null);
}
