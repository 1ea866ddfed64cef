import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadMember, loadMemberToChange, writeMember } from "../members";

/** Suspends a member or lets them in again; a suspended one is refused from their next request on. */
export const setMemberStatus = defineCommand({
  name: "member.set-status",
  permission: "member:manage",
  input: z.object({ id: idOf("member"), status: z.enum(["active", "suspended"]) }),
  async run(ctx, { id, status }, tx) {
    const member =
      status === "active" ? await loadMember(tx, ctx, id) : await loadMemberToChange(tx, ctx, id, "suspend");
    await writeMember(tx, ctx, member, { status });
    return {
      result: { id: publicId("member", id), status },
      audit: {
        action: status === "active" ? "member.reinstate" : "member.suspend",
        entityType: "member",
        entityId: id,
        changes: { status: { from: member.status, to: status } },
      },
      events: [],
    };
  },
});
