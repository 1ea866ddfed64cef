import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { PreferenceSnapshot, StoredPreferences } from "@/contracts/merges";
import { contactPreferences } from "@/drizzle/schema/consent";
import type { Tx } from "@/server/platform/db";
import { mergePreferences } from "./rules/merge-preferences";

type Numbers = { winnerNo: number; loserNo: number };

/** Gives the winner the longer pause and the tighter limit of both. */
export async function joinPreferences(
  tx: Tx,
  workspaceNo: number,
  { winnerNo, loserNo }: Numbers,
): Promise<PreferenceSnapshot> {
  const rows = await takeAside(tx, workspaceNo, [winnerNo, loserNo]);
  const [winner, loser] = [rows.get(winnerNo) ?? null, rows.get(loserNo) ?? null];
  const written = mergePreferences(winner, loser);
  await put(tx, workspaceNo, winnerNo, written);
  return { winner, loser, written };
}

/** Puts both back; what somebody chose since stays with the winner. */
export async function partPreferences(
  tx: Tx,
  workspaceNo: number,
  { winnerNo, loserNo }: Numbers,
  snapshot: PreferenceSnapshot,
): Promise<void> {
  const current = (await takeAside(tx, workspaceNo, [winnerNo])).get(winnerNo) ?? null;
  const isUntouched = JSON.stringify(current) === JSON.stringify(snapshot.written);
  await put(tx, workspaceNo, winnerNo, isUntouched ? snapshot.winner : current);
  await put(tx, workspaceNo, loserNo, snapshot.loser);
}

async function takeAside(tx: Tx, workspaceNo: number, contactNos: number[]): Promise<Map<number, StoredPreferences>> {
  const rows = await tx
    .delete(contactPreferences)
    .where(and(eq(contactPreferences.workspaceNo, workspaceNo), inArray(contactPreferences.contactNo, contactNos)))
    .returning();
  return new Map(
    rows.map(({ contactNo, pausedUntil, capCount, capPeriod }) => [
      contactNo,
      { pausedUntil: pausedUntil?.toISOString() ?? null, capCount, capPeriod },
    ]),
  );
}

async function put(tx: Tx, workspaceNo: number, contactNo: number, row: StoredPreferences | null): Promise<void> {
  if (!row) return;
  const pausedUntil = row.pausedUntil === null ? null : new Date(row.pausedUntil);
  await tx.insert(contactPreferences).values({ ...row, pausedUntil, workspaceNo, contactNo });
}
