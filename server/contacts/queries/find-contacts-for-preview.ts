import "server-only";
import { desc, eq } from "drizzle-orm";
import { contacts } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";
import type { ContactRow } from "../record";

export type PreviewContact = { row: ContactRow; why: string };

/** Up to five people worth looking at before sending, taken from the newest 500: typical and awkward ones. */
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

/** Each person once, under the first reason that chose them; reasons nobody fits are left out. */
export function choosePreviewContacts(rows: ContactRow[]): PreviewContact[] {
  const most = (score: (row: ContactRow) => number) =>
    rows.reduce<ContactRow | undefined>((best, row) => (!best || score(row) > score(best) ? row : best), undefined);
  const candidates: [ContactRow | undefined, string][] = [
    [rows.find((row) => row.firstName && row.email), "Newest"],
    [rows.find((row) => !row.firstName), "No first name"],
    [most((row) => fullName(row).length), "Longest name"],
    [rows.find((row) => /(?!\p{Script=Latin})\p{L}/u.test(fullName(row))), "Other script"],
    [most((row) => -filled(row)), "Fewest details"],
    [most(filled), "Most details"],
  ];
  const chosen = new Map<number, PreviewContact>();
  for (const [row, why] of candidates)
    if (row && !chosen.has(row.contactNo) && chosen.size < 5) chosen.set(row.contactNo, { row, why });
  return [...chosen.values()];
}
