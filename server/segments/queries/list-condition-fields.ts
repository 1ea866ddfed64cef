import "server-only";
import { z } from "zod";
import type { FieldDefinition } from "@/contracts/contacts";
import { defineQuery } from "@/server/platform/command";
import { usableFields } from "../load";

/** What a rule of this workspace can name: custom fields in use and the standard ones. */
export const listConditionFields = defineQuery({
  name: "segment.fields",
  permission: "segment:read",
  input: z.object({}),
  run: (ctx, _input, tx): Promise<FieldDefinition[]> => usableFields(tx, ctx.workspaceNo),
});
