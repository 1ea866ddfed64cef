import "server-only";
import { sql } from "drizzle-orm";
import { normaliseEmail } from "@/contracts/addresses";
import type { ContactRow } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";
import type { UndoValues } from "./rules/decide-undo";

export type Restored = { contactNo: number; current: ContactRow; values: UndoValues };

/**
 * Writes former values; returns who could not get the old address or external id back because somebody else has it
 * (everything else of them is restored). The rows must be locked. Unique values that come back are written one by one.
 */
export async function restorePeople(
  tx: Tx,
  workspaceNo: number,
  people: readonly Restored[],
  now: Date,
): Promise<Map<number, string[]>> {
  const taken = new Map<number, string[]>();
  for (const { contactNo, current, values } of people) {
    for (const [key, before, after] of [
      ["email", current.email, values.email],
      ["external_id", current.externalId, values.external_id],
    ] as const) {
      if (after === before || after === null) continue;
      if (await giveBack(tx, workspaceNo, contactNo, key, after)) continue;
      taken.set(contactNo, [...(taken.get(contactNo) ?? []), key]);
    }
  }
  const rows = people.map(({ contactNo, current, values }) => {
    const kept = taken.get(contactNo) ?? [];
    const email = kept.includes("email") ? current.email : values.email;
    const external_id = kept.includes("external_id") ? current.externalId : values.external_id;
    return { ...values, email, external_id, email_key: email && normaliseEmail(email), contact_no: contactNo };
  });
  await tx.execute(sql`
    update contacts c set email = r.email, email_key = r.email_key, external_id = r.external_id, phone = r.phone,
           first_name = r.first_name, last_name = r.last_name, time_zone = r.time_zone, locale = r.locale,
           attributes = r.attributes, updated_at = ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(contact_no bigint, email text, email_key text, external_id text, phone text, first_name text, last_name text,
             time_zone text, locale text, attributes jsonb)
     where c.workspace_no = ${workspaceNo}::int and c.contact_no = r.contact_no`);
  return taken;
}

/** False when somebody else has the value by now. The address lock keeps them from taking it between look and write. */
async function giveBack(
  tx: Tx,
  workspaceNo: number,
  contactNo: number,
  key: "email" | "external_id",
  value: string,
): Promise<boolean> {
  const set =
    key === "email" ? sql`email = ${value}, email_key = ${normaliseEmail(value)}` : sql`external_id = ${value}`;
  try {
    // A savepoint, so that a value that is taken leaves the transaction usable.
    await tx.transaction((inner) =>
      inner.execute(sql`
        update contacts c set ${set} where c.workspace_no = ${workspaceNo}::int and c.contact_no = ${contactNo}::bigint`),
    );
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

function isUniqueViolation(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && at.code === "23505") return true;
  return false;
}
