import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { defineCommand } from "@/server/platform/command";
import { loadMemberToChange, writeMember } from "../members";

/** Takes somebody out of the workspace. Their row stays, so the audit log can name them; an invitation brings them back. */
export const removeMember = defineCommand({
  name: "member.remove",
  permission: "member:manage",
  input: z.object({ id: idOf("member") }),
  async run(ctx, { id }, tx) {
    const member = await loadMemberToChange(tx, ctx, id, "remove");
    await writeMember(tx, ctx, member, { status: "removed", role: "viewer", roleNo: null, isBreakGlass: false });
    return {
      result: { id: publicId("member", id) },
      audit: { action: "member.remove", entityType: "member", entityId: id, changes: { role: member.role } },
      events: [],
    };
  },
});
