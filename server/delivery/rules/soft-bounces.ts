/** After this many soft bounces in a row, without a delivery between, an address counts as dead. */
export const SOFT_BOUNCE_LIMIT = 5;

export type AddressNews = { message: string; kind: "delivered" | "soft_bounce"; at: Date };

/**
 * Soft bounces since the last delivery, by the time they happened and not the order they were told in. Several about
 * one message are one; a message that arrived after all breaks the row from its delivery on.
 */
export function softBouncesInARow(news: readonly AddressNews[]): number {
  const delivered = news.filter((n) => n.kind === "delivered").map((n) => n.at.getTime());
  const last = Math.max(Number.NEGATIVE_INFINITY, ...delivered);
  return new Set(news.filter((n) => n.kind === "soft_bounce" && n.at.getTime() > last).map((n) => n.message)).size;
}
