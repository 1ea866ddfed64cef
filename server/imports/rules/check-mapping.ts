import type { FieldDefinition } from "@/contracts/contacts";
import type { ImportMapping } from "@/contracts/imports";
import { isImportable } from "./suggest-mapping";

export type MappingFault = { path: string; reason: string };

const IDENTITY = {
  any: { keys: ["email", "external_id"], reason: "Choose the column with the e-mail address or the external id." },
  email: { keys: ["email"], reason: "Choose the column with the e-mail address: people are matched by it." },
  external_id: { keys: ["external_id"], reason: "Choose the column with the external id: people are matched by it." },
  phone: { keys: ["phone"], reason: "Choose the column with the phone number: people are matched by it." },
} as const;

/** What keeps a mapping from being used; null when nothing does. */
export function checkMapping(
  mapping: ImportMapping,
  fields: readonly FieldDefinition[],
  width: number,
): MappingFault | null {
  if (mapping.columns.length !== width)
    return { path: "mapping.columns", reason: `The file has ${width} columns, the mapping ${mapping.columns.length}.` };
  const custom = new Set(fields.filter((field) => !field.isStandard).map((field) => field.key));
  const used = new Set<string>();
  for (const [i, target] of mapping.columns.entries()) {
    if (target.to === "ignore" || target.to === "tags") continue;
    const path = `mapping.columns.${i}.key`;
    if (used.has(target.key)) return { path, reason: `Two columns go to “${target.key}”. Ignore one of them.` };
    used.add(target.key);
    if (target.to === "field" && !isImportable(target.key) && !custom.has(target.key))
      return { path, reason: `“${target.key}” is no field that a file can fill.` };
  }
  const { keys, reason } = IDENTITY[mapping.matchBy];
  const hasIdentity = mapping.columns.some((c) => c.to === "field" && keys.some((key) => key === c.key));
  return hasIdentity ? null : { path: "mapping.columns", reason };
}
