import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import type { SegmentStatus } from "@/contracts/segments";
import { contacts } from "@/drizzle/schema/contacts";
import { segmentMembers, segments } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import { notFound } from "@/server/platform/errors";

export type SegmentOfContact = { id: string; name: string; status: SegmentStatus; enteredAt: string };

/** The segments a contact is in, by name. Index: segment_members primary key. */
export const segmentsOf = defineQuery({
  name: "segment.of-contact",
  permission: "segment:read",
  input: z.object({ contactId: idOf("contact") }),
  async run(ctx, input, tx): Promise<SegmentOfContact[]> {
    const [contact] = await tx
      .select({ contactNo: contacts.contactNo })
      .from(contacts)
      .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, input.contactId)));
    if (!contact) throw notFound("contact");
    const rows = await tx
      .select({
        id: segments.id,
        name: segments.name,
        status: segments.status,
        enteredAt: segmentMembers.enteredAt,
      })
      .from(segmentMembers)
      .innerJoin(
        segments,
        and(eq(segments.workspaceNo, segmentMembers.workspaceNo), eq(segments.segmentNo, segmentMembers.segmentNo)),
      )
      .where(and(eq(segmentMembers.workspaceNo, ctx.workspaceNo), eq(segmentMembers.contactNo, contact.contactNo)))
      .orderBy(asc(segments.name), asc(segments.segmentNo));
    return rows.map((row) => ({
      id: publicId("segment", row.id),
      name: row.name,
      status: row.status,
      enteredAt: row.enteredAt.toISOString(),
    }));
  },
});
