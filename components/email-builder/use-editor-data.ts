"use client";

import { useQuery } from "@tanstack/react-query";
import { type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";

const STANDARD: FieldDefinition[] = STANDARD_FIELDS.map(({ key, label, type }) => ({
  key,
  label,
  type,
  isStandard: true,
}));

/** The fields a message can name; those every contact has when the reader may not see contacts. */
export function useEditorFields(): readonly FieldDefinition[] {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  return useQuery(trpc.contacts.fields.queryOptions({}, { enabled: workspace.can("contact:read") })).data ?? STANDARD;
}

/** The snippets of the workspace, up to a hundred. */
export function useEditorSnippets() {
  const trpc = useTRPC();
  return useQuery(trpc.content.snippets.queryOptions({ limit: 100 })).data?.data ?? [];
}
