import "server-only";
import { and, asc, count, eq, ne } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { WebhookEndpoint } from "@/contracts/webhooks";
import { webhookEndpoints, webhookMessages } from "@/drizzle/schema/integrations";
import type { Tx } from "@/server/platform/db";
import { AppError, notFound } from "@/server/platform/errors";
import { AddressRefused, checkPublicUrl } from "@/server/platform/public-address";

export type WebhookRow = typeof webhookEndpoints.$inferSelect;

export async function loadWebhook(tx: Tx, workspaceNo: number, id: string): Promise<WebhookRow> {
  const [row] = await tx
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.workspaceNo, workspaceNo), eq(webhookEndpoints.id, id)));
  if (!row) throw notFound("webhook");
  return row;
}

/** Endpoints with how many messages wait and how many are dead, in two statements. */
export async function loadWebhooks(tx: Tx, workspaceNo: number, only?: { id: string }): Promise<WebhookEndpoint[]> {
  const [rows, counts] = await Promise.all([
    tx
      .select()
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.workspaceNo, workspaceNo), only ? eq(webhookEndpoints.id, only.id) : undefined))
      .orderBy(asc(webhookEndpoints.webhookNo)),
    tx
      .select({ webhookNo: webhookMessages.webhookNo, state: webhookMessages.state, n: count() })
      .from(webhookMessages)
      .where(and(eq(webhookMessages.workspaceNo, workspaceNo), ne(webhookMessages.state, "delivered")))
      .groupBy(webhookMessages.webhookNo, webhookMessages.state),
  ]);
  const countOf = (row: WebhookRow, state: string) =>
    counts.find((one) => one.webhookNo === row.webhookNo && one.state === state)?.n ?? 0;
  return rows.map((row) => ({
    id: publicId("webhook", row.id),
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    isEnabled: row.disabledAt === null,
    disabledReason: row.disabledReason,
    failingSince: row.failingSince?.toISOString() ?? null,
    oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
    waiting: countOf(row, "waiting"),
    dead: countOf(row, "dead"),
    createdAt: row.createdAt.toISOString(),
  }));
}

export async function readWebhook(tx: Tx, workspaceNo: number, id: string): Promise<WebhookEndpoint> {
  const [found] = await loadWebhooks(tx, workspaceNo, { id });
  if (!found) throw notFound("webhook");
  return found;
}

/** Refuses an address that is not on the public internet, before it is stored. */
export function demandPublicUrl(url: string): void {
  try {
    checkPublicUrl(url);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    throw new AppError("VALIDATION_ERROR", `url: ${error.message}`, { field: "url", reason: error.message });
  }
}
