import type { FieldDefinition } from "@/contracts/contacts";
import type { ImportMapping } from "@/contracts/imports";
import { isImportable } from "./suggest-mapping";

/**
 * The mapping of an earlier file for a new one with the same headings. How the file is written is read anew; a field that
 * was made then is there now, and a column whose field is gone is looked at afresh.
 */
export function recalledMapping(
  earlier: ImportMapping,
  suggested: ImportMapping,
  fields: readonly FieldDefinition[],
): ImportMapping {
  const custom = new Set(fields.filter((field) => !field.isStandard).map((field) => field.key));
  const columns = suggested.columns.map((fresh, i) => {
    const target = earlier.columns[i];
    if (!target) return fresh;
    if (target.to === "ignore" || target.to === "tags") return target;
    const { key, collision, transform } = target;
    const exists = (target.to === "field" && isImportable(key)) || custom.has(key);
    if (!exists) return fresh;
    return { to: "field" as const, key, ...(collision ? { collision } : {}), ...(transform ? { transform } : {}) };
  });
  const { collision, matchBy, callingCode } = earlier;
  return { ...suggested, columns, collision, matchBy, ...(callingCode ? { callingCode } : {}) };
}
