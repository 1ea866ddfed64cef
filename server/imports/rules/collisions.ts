import type { Collision, ImportMapping } from "@/contracts/imports";

/** What happens to the value somebody has already, column by column. */
export type Collisions = {
  /** Of a standard field; one the file has no column for is never touched. */
  of(key: string): Collision;
  attributes: { all: string[]; overwrite: string[]; fillBlank: string[] };
};

export function collisionsOf(mapping: ImportMapping, isStandard: (key: string) => boolean): Collisions {
  const standard = new Map<string, Collision>();
  const attributes: Collisions["attributes"] = { all: [], overwrite: [], fillBlank: [] };
  for (const target of mapping.columns) {
    if (target.to === "ignore" || target.to === "tags") continue;
    const rule = target.collision ?? mapping.collision;
    if (target.to === "field" && isStandard(target.key)) {
      standard.set(target.key, rule);
      continue;
    }
    attributes.all.push(target.key);
    if (rule === "overwrite") attributes.overwrite.push(target.key);
    if (rule === "fill_blank") attributes.fillBlank.push(target.key);
  }
  return { of: (key) => standard.get(key) ?? "never", attributes };
}
