import type { FieldDefinition, ImportMapping } from "@/contracts/contacts";
import { isImportable } from "./suggest-mapping";

export type MappingFault = { path: string; reason: string };

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
    if (target.to === "ignore") continue;
    const path = `mapping.columns.${i}.key`;
    if (used.has(target.key)) return { path, reason: `Two columns go to “${target.key}”. Ignore one of them.` };
    used.add(target.key);
    if (target.to === "field" && !isImportable(target.key) && !custom.has(target.key))
      return { path, reason: `“${target.key}” is no field that a file can fill.` };
  }
  const hasIdentity = mapping.columns.some((c) => c.to === "field" && (c.key === "email" || c.key === "external_id"));
  return hasIdentity
    ? null
    : { path: "mapping.columns", reason: "Choose the column with the e-mail address or the external id." };
}
