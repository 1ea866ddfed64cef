import "server-only";
import { z } from "zod";
import type { FieldDefinition } from "@/contracts/contacts";
import type { VocabularyLists } from "@/contracts/vocabulary";
import { defineQuery } from "@/server/platform/command";
import { listVocabulary, usableFields } from "../vocabulary";

/** What a rule of this workspace can name: custom fields in use and the standard ones. */
export const listConditionFields = defineQuery({
  name: "segment.fields",
  permission: "segment:read",
  input: z.object({}),
  run: (ctx, _input, tx): Promise<FieldDefinition[]> => usableFields(tx, ctx.workspaceNo),
});

/** What a rule being written can name: fields, tags, and the names of the segments, campaigns and companies it names already. */
export const getVocabulary = defineQuery({
  name: "segment.vocabulary",
  permission: "segment:read",
  input: z.object({
    segments: z.array(z.string().max(40)).max(200).default([]),
    campaigns: z.array(z.string().max(40)).max(200).default([]),
    companies: z.array(z.string().max(40)).max(200).default([]),
  }),
  run: (ctx, input, tx): Promise<VocabularyLists> => listVocabulary(tx, ctx.workspaceNo, input),
});
