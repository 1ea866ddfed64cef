"use client";

import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type Condition, conditionSchema, everyone } from "@/contracts/documents/condition";
import {
  DEFAULT_COLUMNS,
  NEWEST_FIRST,
  PEOPLE_SORTS,
  type SavedView,
  type ViewColumn,
  viewColumnSchema,
} from "@/contracts/people";

const asCondition = createParser<Condition>({
  parse(text) {
    try {
      return conditionSchema.safeParse(JSON.parse(text)).data ?? null;
    } catch {
      return null;
    }
  },
  serialize: (condition) => JSON.stringify(condition),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

/** `email,attributes.plan:220`: ids in order, widths where somebody set one. */
const asColumns = createParser<ViewColumn[]>({
  parse(text) {
    const columns = text.split(",").flatMap((part) => {
      const [id, width] = part.split(":");
      return viewColumnSchema.safeParse({ id, ...(width ? { width: Number(width) } : {}) }).data ?? [];
    });
    return columns.length > 0 ? columns : null;
  },
  serialize: (columns) => columns.map(({ id, width }) => (width ? `${id}:${width}` : id)).join(","),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

/** `view` when nobody chose one yet: the person's default opens. */
export const ALL_CONTACTS = "all";

export type PeopleState = {
  filter: Condition;
  q: string;
  columns: ViewColumn[];
  sort: SavedView["sort"];
};
const PLAIN: PeopleState = { filter: everyone, q: "", columns: [...DEFAULT_COLUMNS], sort: NEWEST_FIRST };
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What the list shows, all of it in the address: the view, and whatever was changed since it was opened. A link
 * therefore shows somebody else the same list.
 */
export function usePeopleState(views: readonly SavedView[]) {
  const [url, setUrl] = useQueryStates({
    view: parseAsString,
    q: parseAsString,
    filter: asCondition,
    sort: parseAsStringLiteral(PEOPLE_SORTS),
    dir: parseAsStringLiteral(["asc", "desc"] as const),
    cols: asColumns,
  });
  const view = url.view
    ? (views.find((one) => one.id === url.view) ?? null)
    : (views.find((one) => one.isDefault) ?? null);
  return useMemo(() => {
    const base: PeopleState = view ? { filter: view.filter, q: view.q, columns: view.columns, sort: view.sort } : PLAIN;
    const sort = url.sort ? { by: url.sort, direction: url.dir ?? ("asc" as const) } : base.sort;
    const state: PeopleState = {
      filter: url.filter ?? base.filter,
      q: url.q ?? base.q,
      columns: url.cols ?? base.columns,
      sort,
    };
    /** Only what differs from the view stands in the address. */
    const change = (patch: Partial<PeopleState>): void => {
      void setUrl({
        ...(patch.q !== undefined && { q: patch.q === base.q ? null : patch.q }),
        ...(patch.filter && { filter: same(patch.filter, base.filter) ? null : patch.filter }),
        ...(patch.columns && { cols: same(patch.columns, base.columns) ? null : patch.columns }),
        ...(patch.sort &&
          (same(patch.sort, base.sort)
            ? { sort: null, dir: null }
            : { sort: patch.sort.by, dir: patch.sort.direction })),
      });
    };
    const open = (id: string | null): void => {
      void setUrl({ view: id ?? ALL_CONTACTS, q: null, filter: null, sort: null, dir: null, cols: null });
    };
    return { view, state, change, open, isChanged: !same(state, base) };
  }, [view, url, setUrl]);
}
