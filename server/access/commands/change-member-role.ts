import "server-only";
import { z } from "zod";
import { ROLE_LABELS } from "@/contracts/access";
import { idOf, publicId } from "@/contracts/ids";
import { roleRefSchema } from "@/contracts/members";
import { defineCommand } from "@/server/platform/command";
import { findCustomRole } from "../load";
import { loadMember, loadMemberToChange, writeMember } from "../members";
import { demandMayGrant, isAdminRole, loadRole } from "../roles";

/** Gives a member another role, effective with their next request. Neither the old nor the new may exceed what the caller holds. */
export const changeMemberRole = defineCommand({
  name: "member.change-role",
  permission: "member:manage",
  input: z.object({ id: idOf("member"), role: roleRefSchema }),
  async run(ctx, input, tx) {
    const next = await loadRole(tx, ctx, input.role);
    demandMayGrant(ctx, next.permissions);
    const member = isAdminRole(next)
      ? await loadMember(tx, ctx, input.id)
      : await loadMemberToChange(tx, ctx, input.id, "demote");
    const custom = await findCustomRole(tx, ctx, member.roleNo);
    await writeMember(tx, ctx, member, {
      role: next.role,
      roleNo: next.roleNo,
      // The glass is for people who can mend the provider.
      ...(!isAdminRole(next) && { isBreakGlass: false }),
    });
    return {
      result: { id: publicId("member", member.id) },
      audit: {
        action: "member.change-role",
        entityType: "member",
        entityId: member.id,
        changes: { role: { from: custom?.name ?? ROLE_LABELS[member.role], to: next.name } },
      },
      events: [],
    };
  },
});
