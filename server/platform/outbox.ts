import "server-only";
import type { DomainEvent } from "@/contracts/events";
import { engineInbox } from "@/drizzle/schema/engine";
import type { Ctx } from "./context";
import type { Tx } from "./db";
import { uuidv7 } from "./ids";

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
}
