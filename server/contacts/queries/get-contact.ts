import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { loadContact } from "../load";
import { toContact } from "../record";

export const getContact = defineQuery({
  name: "contact.get",
  permission: "contact:read",
  input: z.object({ id: idOf("contact") }),
  async run(ctx, { id }, tx) {
    return toContact(ctx, await loadContact(tx, ctx.workspaceNo, id));
  },
});
