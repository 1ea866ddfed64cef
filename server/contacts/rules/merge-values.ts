import type { AttributeValue } from "@/contracts/contacts";
import type { MergeableColumns, MergeSide } from "@/contracts/merges";

/** Standard fields somebody can choose about, by field key. The normalised address travels with the address. */
const STANDARD = {
  email: "email",
  first_name: "firstName",
  last_name: "lastName",
  phone: "phone",
  external_id: "externalId",
  time_zone: "timeZone",
  locale: "locale",
} as const satisfies Record<string, Exclude<keyof MergeableColumns, "attributes" | "emailKey">>;
type StandardKey = keyof typeof STANDARD;
const STANDARD_KEYS = Object.keys(STANDARD) as StandardKey[];
const isStandard = (key: string): key is StandardKey => key in STANDARD;

export type MergeSideValues = MergeableColumns & { updatedAt: Date };

/** Every field one of the two has: the standard ones in their order, then attributes by key. */
export function mergeKeys(winner: MergeableColumns, loser: MergeableColumns): string[] {
  const own = new Set([...Object.keys(winner.attributes), ...Object.keys(loser.attributes)]);
  for (const key of STANDARD_KEYS) own.delete(key);
  return [...STANDARD_KEYS, ...[...own].sort()];
}

export const mergeValue = (side: MergeableColumns, key: string): AttributeValue | null =>
  isStandard(key) ? side[STANDARD[key]] : (side.attributes[key] ?? null);

const isEmpty = (value: AttributeValue | null): boolean => value === null || value === "";

/** The newest value that is not empty; of two equally old ones the winner's. */
export function pickSide(key: string, winner: MergeSideValues, loser: MergeSideValues): MergeSide {
  if (isEmpty(mergeValue(loser, key))) return "winner";
  if (isEmpty(mergeValue(winner, key))) return "loser";
  return loser.updatedAt > winner.updatedAt ? "loser" : "winner";
}

/** What the winner becomes. */
export function mergeColumns(
  winner: MergeSideValues,
  loser: MergeSideValues,
  choose: Readonly<Record<string, MergeSide>>,
): MergeableColumns {
  const sideOf = (key: string) => ((choose[key] ?? pickSide(key, winner, loser)) === "winner" ? winner : loser);
  const result = blank();
  for (const key of mergeKeys(winner, loser)) put(result, key, sideOf(key));
  return result;
}

/** The winner before the merge, with everything that somebody changed since left as it is now. */
export function undoColumns(
  current: MergeableColumns,
  { before, written }: { before: MergeableColumns; written: MergeableColumns },
): MergeableColumns {
  const result = blank();
  const keys = new Set([...mergeKeys(before, written), ...mergeKeys(current, written)]);
  for (const key of keys) {
    const isUntouched = mergeValue(current, key) === mergeValue(written, key);
    put(result, key, isUntouched ? before : current);
  }
  return result;
}

const blank = (): MergeableColumns => ({
  externalId: null,
  email: null,
  emailKey: null,
  phone: null,
  firstName: null,
  lastName: null,
  timeZone: null,
  locale: null,
  attributes: {},
});

function put(target: MergeableColumns, key: string, from: MergeableColumns): void {
  if (isStandard(key)) {
    target[STANDARD[key]] = from[STANDARD[key]];
    if (key === "email") target.emailKey = from.emailKey;
    return;
  }
  const value = from.attributes[key];
  if (value !== undefined) target.attributes[key] = value;
}
