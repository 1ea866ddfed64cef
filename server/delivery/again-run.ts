import "server-only";
import { sql } from "drizzle-orm";
import { runRecipients, sendBatches, sendRuns } from "@/drizzle/schema/delivery";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { loadRun, type SendRunRow } from "./load";
import { BATCH_SIZE } from "./rules/batch-size";

/** Rows of one INSERT; Postgres takes 65,535 parameters. */
const INSERT_ROWS = 5000;

/** Decisions about one run take turns, so that two members who press at once do not both send again. */
export async function lockRun(tx: Tx, ctx: Ctx, runNo: number): Promise<SendRunRow> {
  await tx.execute(sql`
    select 1 from send_runs where workspace_no = ${ctx.workspaceNo} and run_no = ${runNo} for update`);
  return loadRun(tx, ctx.workspaceNo, runNo);
}

/**
 * The same frozen content by the same provider: what is unknown never crosses to another one. Not while the sending is
 * paused or halted: what it holds back leaves by no other door.
 */
export async function sendAgain(tx: Tx, ctx: Ctx, run: SendRunRow, people: number[]) {
  if (run.brake === "halted")
    throw new AppError(
      "CONFLICT",
      `${run.brakeNote ?? "Too much came back."} Nothing of it is sent again until somebody who may manage providers resumes it.`,
      { reason: "HALTED" },
    );
  if (run.state === "held")
    throw new AppError("CONFLICT", "This sending is paused. Resume it first; then messages can be sent again.", {
      reason: "HELD",
    });
  const runNo = await takeNumbers(tx, ctx.workspaceNo, "run");
  const runId = uuidv7(ctx.now);
  const base = { workspaceNo: ctx.workspaceNo, runNo };
  await tx.insert(sendRuns).values({
    ...base,
    id: runId,
    kind: run.kind,
    sourceNo: run.sourceNo,
    launchKey: `again:${runId}`,
    againOf: run.runNo,
    state: "ready",
    providerNo: run.providerNo,
    content: run.content,
    audienceAt: ctx.now,
    audienceCount: people.length,
    queuedCount: people.length,
    createdAt: ctx.now,
  });
  const rows = people.map((contactNo, n) => ({
    ...base,
    batchNo: Math.floor(n / BATCH_SIZE) + 1,
    seq: n % BATCH_SIZE,
    contactNo,
  }));
  for (let from = 0; from < rows.length; from += INSERT_ROWS)
    await tx.insert(runRecipients).values(rows.slice(from, from + INSERT_ROWS));
  const batches = Math.ceil(people.length / BATCH_SIZE);
  await tx.insert(sendBatches).values(
    Array.from({ length: batches }, (_, i) => ({
      ...base,
      batchNo: i + 1,
      size: Math.min(BATCH_SIZE, people.length - i * BATCH_SIZE),
    })),
  );
  return { runNo, runId };
}
