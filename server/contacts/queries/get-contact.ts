import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { loadContact } from "../load";
import { toTaggedContact } from "../tags";

export const getContact = defineQuery({
  name: "contact.get",
  permission: "contact:read",
  input: z.object({ id: idOf("contact") }),
  async run(ctx, { id }, tx) {
    return toTaggedContact(tx, ctx, await loadContact(tx, ctx.workspaceNo, id));
  },
});
