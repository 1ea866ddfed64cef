import "server-only";
import { sql } from "drizzle-orm";
import type { DomainEvent } from "@/contracts/events";
import { engineInbox } from "@/drizzle/schema/engine";
import type { Ctx } from "./context";
import type { Tx } from "./db";
import { uuidv7 } from "./ids";

const CHANNEL = "wf";
const NUDGE_GAP_MS = 50;
let lastNudge = 0;

/**
 * Writes domain events into the outbox in the caller's transaction: the row is committed with the change or not at all.
 * The worker routes it to functions (embedded engine) or posts it to the Inngest server, with the row's id as event id.
 */
export async function emitEvents(
  tx: Tx,
  ctx: Pick<Ctx, "workspaceNo" | "now" | "traceId">,
  events: DomainEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.insert(engineInbox).values(
    events.map((event) => ({
      id: uuidv7(ctx.now),
      name: event.name,
      data: { ...event.data, traceId: ctx.traceId },
      workspaceNo: ctx.workspaceNo,
    })),
  );
  // NOTIFY serialises commits database-wide, so a busy process sends one per 50 ms; the worker polls for the rest.
  const now = Date.now();
  if (now - lastNudge < NUDGE_GAP_MS) return;
  lastNudge = now;
  await tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
}
