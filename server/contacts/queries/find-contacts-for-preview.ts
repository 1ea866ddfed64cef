import "server-only";
import { desc, eq } from "drizzle-orm";
import { contacts } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";
import type { ContactRow } from "../record";

export type PreviewContact = { row: ContactRow; why: string };

/** Somebody typical and up to five awkward people to look at before sending, taken from the newest 500. */
export async function findContactsForPreview(tx: Tx, workspaceNo: number): Promise<PreviewContact[]> {
  const rows = await tx
    .select()
    .from(contacts)
    .where(eq(contacts.workspaceNo, workspaceNo))
    .orderBy(desc(contacts.contactNo))
    .limit(500);
  return choosePreviewContacts(rows);
}

const fullName = (row: ContactRow): string => [row.firstName, row.lastName].filter(Boolean).join(" ");
const filled = (row: ContactRow): number => Object.keys(row.attributes).length;
const RTL = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const EMOJI = /\p{Extended_Pictographic}/u;
const MOST = 6;

const mostOf = (rows: readonly ContactRow[], score: (row: ContactRow) => number): ContactRow | undefined =>
  rows.reduce<ContactRow | undefined>((best, row) => (!best || score(row) > score(best) ? row : best), undefined);

/** Each person once, under the first reason that chose them; reasons nobody fits are left out. */
export function choosePreviewContacts(rows: ContactRow[]): PreviewContact[] {
  const candidates: [ContactRow | undefined, string][] = [
    [rows.find((row) => row.firstName && row.email), "Newest"],
    [rows.find((row) => !row.firstName), "No first name"],
    [rows.find((row) => RTL.test(fullName(row))), "Written from right to left"],
    [rows.find((row) => EMOJI.test(fullName(row))), "Emoji in the name"],
    [mostOf(rows, (row) => fullName(row).length), "Longest name"],
    [mostOf(rows, (row) => -filled(row)), rows.some((row) => filled(row) === 0) ? "No details" : "Fewest details"],
    [rows.find((row) => /(?!\p{Script=Latin})\p{L}/u.test(fullName(row))), "Other script"],
    [mostOf(rows, filled), "Most details"],
  ];
  const chosen = new Map<number, PreviewContact>();
  for (const [row, why] of candidates)
    if (row && !chosen.has(row.contactNo) && chosen.size < MOST) chosen.set(row.contactNo, { row, why });
  return [...chosen.values()];
}
