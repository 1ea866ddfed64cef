import "server-only";
import { and, eq } from "drizzle-orm";
import type { CapPeriod } from "@/contracts/consent";
import { contactPreferences } from "@/drizzle/schema/consent";
import type { Tx } from "@/server/platform/db";

export type ContactPreferences = {
  pausedUntil: string | null;
  cap: { count: number; period: CapPeriod } | null;
};

/** How often somebody wants to be written to; a pause that is over is none. */
export async function preferencesOf(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  now: Date,
): Promise<ContactPreferences> {
  const [row] = await tx
    .select()
    .from(contactPreferences)
    .where(and(eq(contactPreferences.workspaceNo, workspaceNo), eq(contactPreferences.contactNo, contactNo)));
  const isPaused = row?.pausedUntil && row.pausedUntil.getTime() > now.getTime();
  return {
    pausedUntil: isPaused ? (row.pausedUntil?.toISOString() ?? null) : null,
    cap: row?.capCount && row.capPeriod ? { count: row.capCount, period: row.capPeriod } : null,
  };
}
