import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { maskEmail } from "@/contracts/addresses";
import { publicId } from "@/contracts/ids";
import type { SegmentMember } from "@/contracts/segments";
import { contacts } from "@/drizzle/schema/contacts";
import { allowed, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

/** What a list of members shows of a contact. */
export const memberColumns = {
  contactNo: contacts.contactNo,
  id: contacts.id,
  email: contacts.email,
  firstName: contacts.firstName,
  lastName: contacts.lastName,
};
export type MemberRow = { id: string; email: string | null; firstName: string | null; lastName: string | null };

export function toMember(ctx: Ctx, row: MemberRow, enteredAt: Date | null): SegmentMember {
  const hidden = row.email !== null && !allowed(ctx, "contact:pii");
  return {
    contactId: publicId("contact", row.id),
    name: [row.firstName, row.lastName].filter(Boolean).join(" ") || null,
    email: row.email !== null && hidden ? maskEmail(row.email) : row.email,
    emailMasked: hidden,
    enteredAt: enteredAt?.toISOString() ?? null,
  };
}

/** These people in this order; who was deleted meanwhile is left out. */
export async function membersByNumber(tx: Tx, ctx: Ctx, contactNos: readonly number[]): Promise<SegmentMember[]> {
  if (contactNos.length === 0) return [];
  const rows = await tx
    .select(memberColumns)
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), inArray(contacts.contactNo, [...contactNos])));
  const byNumber = new Map(rows.map((row) => [row.contactNo, row]));
  return contactNos.flatMap((contactNo) => {
    const row = byNumber.get(contactNo);
    return row ? [toMember(ctx, row, null)] : [];
  });
}
