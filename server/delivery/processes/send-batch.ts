import "server-only";
import { randomUUID } from "node:crypto";
import { requestPermits, type SendPermit } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { metrics } from "@/server/platform/metrics";
import {
  appendDecisions,
  type Chunk,
  type Claim,
  holdsLease,
  type Member,
  mayRunSend,
  openChunk,
  openChunks,
  startChunk,
  undecidedMembers,
} from "../claim";
import { countRecentMarketing } from "../count-recent";
import { faultPoint } from "../fault-point";
import { onePerPerson } from "../one-per-person";
import { recoverChunk } from "./recover-chunk";
import { type BatchEnd, type Road, sendChunk, skip } from "./send-chunk";

const MAX_GRANT = 100;

/** Sends what is left of a claimed batch: first what an earlier worker left open, then grant by grant. */
export async function sendBatch(road: Road, claim: Claim): Promise<BatchEnd> {
  for (const chunk of await openChunks(claim)) {
    const end = await recoverChunk(road, claim, chunk);
    if (end) return end;
  }
  const members = await undecidedMembers(claim);
  // A slow provider gets small grants, so that a pause or an opt-out is never more than about a second behind.
  let size = road.provider.hasIdempotency ? MAX_GRANT : road.provider.maxBatch;
  for (let from = 0; from < members.length; ) {
    const began = performance.now();
    const end = await sendGrant(road, claim, members.slice(from, from + size));
    if (end) return end;
    from += size;
    const tookMs = performance.now() - began;
    if (tookMs < 300) size = Math.min(MAX_GRANT, size * 2);
    else if (tookMs > 1500) size = Math.max(road.provider.maxBatch, Math.floor(size / 2));
  }
  return { kind: "complete" };
}

type Granted = { permits: Map<number, SendPermit>; chunks: Chunk[] };

async function sendGrant(road: Road, claim: Claim, members: Member[]): Promise<BatchEnd | null> {
  const granted = await grant(road, claim, members);
  if ("kind" in granted) return granted;
  await faultPoint("granted");
  for (const chunk of granted.chunks) {
    if (!chunk.isStarted && !(await startChunk(claim, chunk.chunkNo))) return { kind: "halted" };
    await faultPoint("started");
    const permits = chunk.seqs.flatMap((seq) => granted.permits.get(seq) ?? []);
    const end = await sendChunk(road, claim, chunk, permits);
    if (end) return end;
  }
  return null;
}

/** One transaction: the batch is ours, the run may send, permits, refusals written, chunks opened. */
async function grant(road: Road, claim: Claim, members: Member[]): Promise<Granted | BatchEnd> {
  const { run, provider } = road;
  return pipelineSql().begin(async (tx): Promise<Granted | BatchEnd> => {
    // The run before the batch: everybody who locks both takes them in this order.
    if (!(await mayRunSend(tx, claim))) return { kind: "halted" };
    if (!(await holdsLease(tx, claim))) return { kind: "lost" };
    const { ask, refused } = await onePerPerson(tx, run, members);
    const { permits, refusals } = await requestPermits(tx, {
      workspaceNo: run.workspaceNo,
      purpose: run.content.purpose,
      channel: "email",
      recipients: ask,
      refuseDemo: provider.kind !== "local",
      topicNo: run.content.topicNo ?? null,
      countRecent: countRecentMarketing,
    });
    const contactOf = new Map(members.map((m) => [m.seq, m.contactNo]));
    await appendDecisions(
      tx,
      claim,
      [...refused, ...refusals].map((r) => skip({ seq: r.seq, contactNo: contactOf.get(r.seq) ?? 0 }, r.reason, null)),
    );
    for (const refusal of [...refused, ...refusals]) metrics().suppressed.inc({ reason: refusal.reason });
    permits.sort((a, b) => a.seq - b.seq);
    const chunks = await openChunk(tx, claim, split(permits, provider.maxBatch), provider.hasIdempotency);
    return { permits: new Map(permits.map((permit) => [permit.seq, permit])), chunks };
  });
}

function split(permits: SendPermit[], size: number): { seqs: number[]; key: string }[] {
  const chunks: { seqs: number[]; key: string }[] = [];
  for (let i = 0; i < permits.length; i += size)
    chunks.push({ seqs: permits.slice(i, i + size).map((permit) => permit.seq), key: randomUUID() });
  return chunks;
}
