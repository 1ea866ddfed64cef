import "server-only";
import { randomUUID } from "node:crypto";
import { requestPermits, type SendPermit } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import { metrics } from "@/server/platform/metrics";
import { stoppingSignal } from "@/server/platform/shutdown";
import {
  appendDecisions,
  type Chunk,
  type Claim,
  holdsLease,
  insertChunks,
  type Member,
  mayRunSend,
  openChunks,
  undecidedMembers,
} from "../claim";
import { countRecentMarketing } from "../count-recent";
import { faultPoint } from "../fault-point";
import { onePerPerson } from "../one-per-person";
import { splitByQuietHours } from "../quiet-hours";
import { nextGrantSize } from "../rules/grant-size";
import { holdBack, type Wait } from "../throttle";
import { recoverChunk } from "./recover-chunk";
import { type BatchEnd, type Road, sendChunk, skip } from "./send-chunk";

/** A grant is not used after this: who said no meanwhile is asked about again (ADR 0005). */
const GRANT_LIFE_MS = 1500;

/**
 * Sends what is left of a claimed batch: first what an earlier worker left open, then grant by grant. A process that is
 * told to stop ends the call in hand and leaves the rest of the batch to others.
 */
export async function sendBatch(road: Road, claim: Claim): Promise<BatchEnd> {
  for (const chunk of await openChunks(claim)) {
    const end = await recoverChunk(road, claim, chunk);
    if (end) return end;
  }
  let members = await undecidedMembers(claim);
  let quietSeconds: number | null = null;
  let wait: Wait | null = null;
  while (members.length > 0) {
    if (stoppingSignal().aborted) return { kind: "halted" };
    const size = road.pace.grant;
    const began = performance.now();
    const end = await sendGrant(road, claim, members.slice(0, size), (granted) => {
      if (granted.quietSeconds !== null)
        quietSeconds = Math.min(quietSeconds ?? granted.quietSeconds, granted.quietSeconds);
      if (granted.wait) wait = granted.wait;
    });
    if (end && end !== "stale") return end;
    if (isForRun(wait)) return { kind: "waits", wait };
    road.pace.grant = nextGrantSize(size, performance.now() - began, road.provider.maxBatch);
    if (end === "stale") {
      await openChunks(claim);
      members = await undecidedMembers(claim);
    } else members = members.slice(size);
  }
  if (wait) return { kind: "waits", wait };
  return quietSeconds === null ? { kind: "complete" } : { kind: "quiet", waitSeconds: quietSeconds };
}

const isForRun = (wait: Wait | null): wait is Wait => wait?.isRun ?? false;

type Granted = { permits: Map<number, SendPermit>; chunks: Chunk[]; quietSeconds: number | null; wait: Wait | null };

/** "stale": the permits left have grown old or the process is to stop; their chunks never started. */
async function sendGrant(
  road: Road,
  claim: Claim,
  members: Member[],
  onGranted: (granted: Granted) => void,
): Promise<BatchEnd | "stale" | null> {
  const granted = await grant(road, claim, members);
  if ("kind" in granted) return granted;
  onGranted(granted);
  await faultPoint("granted");
  const grantedAt = performance.now();
  for (const [index, chunk] of granted.chunks.entries()) {
    await faultPoint("started");
    const permits = chunk.seqs.flatMap((seq) => granted.permits.get(seq) ?? []);
    const next = granted.chunks[index + 1] ?? null;
    let isStale = false;
    const end = await sendChunk(road, claim, chunk, permits, () => {
      isStale = next !== null && (performance.now() - grantedAt > GRANT_LIFE_MS || stoppingSignal().aborted);
      return isStale ? null : next;
    });
    if (end) return end;
    if (isStale) return "stale";
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
    const { awake, expired, waitSeconds } = await splitByQuietHours(tx, run, members, claim.quietSince);
    const { go, wait, note } = await holdBack(tx, run, road.limits, awake);
    const { ask, refused } = await onePerPerson(tx, run, go);
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
    const late = expired.map(({ seq }) => ({ seq, reason: "quiet_expired" as const }));
    const all = [...late, ...refused, ...refusals];
    await appendDecisions(
      tx,
      claim,
      all.map((r) => skip({ seq: r.seq, contactNo: contactOf.get(r.seq) ?? 0 }, r.reason, null)),
    );
    for (const refusal of all) metrics().suppressed.inc({ reason: refusal.reason });
    permits.sort((a, b) => a.seq - b.seq);
    const planned = split(permits, provider.maxBatch);
    for (const { key } of planned) claim.uncalled.add(key);
    const chunks = await insertChunks(tx, claim, planned);
    await note(permits);
    return { permits: new Map(permits.map((permit) => [permit.seq, permit])), chunks, quietSeconds: waitSeconds, wait };
  });
}

function split(permits: SendPermit[], size: number): { seqs: number[]; key: string }[] {
  const chunks: { seqs: number[]; key: string }[] = [];
  for (let i = 0; i < permits.length; i += size)
    chunks.push({ seqs: permits.slice(i, i + size).map((permit) => permit.seq), key: randomUUID() });
  return chunks;
}
