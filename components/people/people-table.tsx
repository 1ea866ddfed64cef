"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import { everyone } from "@/contracts/documents/condition";
import type { SavedView, ViewColumn } from "@/contracts/people";
import { contactName } from "../contacts/contact-name";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data-table";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FilterBar } from "../ui/filter-bar";
import { formatNumber } from "../ui/format";
import { BulkBar } from "./bulk-bar";
import { ColumnPicker } from "./column-picker";
import { ContactPeek } from "./contact-peek";
import { FilterLine } from "./filter-line";
import { columnOfSort, type Person, peopleColumns, sortOfColumn, tableColumns } from "./people-columns";
import { usePeopleState } from "./use-people-state";
import { ViewMenu } from "./view-menu";

const PAGE = 100;
const rowId = (row: Person): string => row.id;

type Chosen = { meaning: string; ids: Set<string>; everybody: boolean };
const NOBODY: Chosen = { meaning: "", ids: new Set(), everybody: false };

type Props = { views: readonly SavedView[]; fields: readonly FieldDefinition[]; isEmpty: boolean; create: ReactNode };

/** The list itself. Pages follow one another by key, so the millionth person costs what the first one did. */
export function PeopleTable({ views, fields, isEmpty, create }: Props) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const { view, state, change, open, isChanged } = usePeopleState(views);
  const q = useSettled(state.q, 250).trim() || undefined;
  const isFiltered = q !== undefined || !isOpen(state.filter);
  const filter = isOpen(state.filter) ? undefined : state.filter;
  const seesPii = workspace.can("contact:pii");
  const sort =
    state.sort.by === "email" && !seesPii ? { by: "created" as const, direction: "desc" as const } : state.sort;
  const query = useInfiniteQuery(
    trpc.contacts.list.infiniteQueryOptions(
      { limit: PAGE, q, filter, sort: sort.by, order: sort.direction },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
    ),
  );
  const count = useQuery(trpc.contacts.count.queryOptions({ q, filter }, { placeholderData: (before) => before }));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  // Who is meant by a selection depends on the rule; with another one it begins anew.
  const meaning = JSON.stringify([state.filter, q]);
  const [chosen, setChosen] = useState<Chosen>(NOBODY);
  const { ids: selected, everybody } = chosen.meaning === meaning ? chosen : NOBODY;
  const clear = () => setChosen(NOBODY);
  const [peekId, setPeekId] = useState<string | null>(null);
  const showsConsent = workspace.can("consent:read");
  const known = useMemo(() => peopleColumns(fields, showsConsent, seesPii), [fields, showsConsent, seesPii]);
  const { href, timeZone } = workspace;
  const columns = useMemo(
    () =>
      tableColumns({
        shown: state.columns,
        known,
        fields,
        hrefOf: (row) => href(`contacts/${row.id}`),
        timeZone,
        now: new Date(query.dataUpdatedAt || 0),
      }),
    [state.columns, known, fields, href, timeZone, query.dataUpdatedAt],
  );
  const maySelect = ["contact:write", "contact:delete", "contact:export", "consent:write", "segment:write"] as const;
  const matching = count.isPlaceholderData ? undefined : count.data?.people;
  const clearFilters = () => change({ filter: everyone, q: "" });
  return (
    <>
      <FilterBar
        searchValue={state.q}
        searchLabel="Search name, e-mail or id"
        onSearchChange={(text) => change({ q: text })}
        summary={isFiltered && matching !== undefined ? `${formatNumber(matching)} match` : undefined}
        actions={
          <ColumnPicker
            known={known}
            shown={state.columns}
            onChange={(next) => change({ columns: [...next, ...state.columns.filter(isName)] })}
          />
        }
      >
        <ViewMenu views={views} view={view} state={state} isChanged={isChanged} onOpen={open} />
        {workspace.can("segment:read") ? (
          <FilterLine value={state.filter} onChange={(next) => change({ filter: next })} />
        ) : null}
      </FilterBar>
      <DataTable
        caption="Contacts"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowLabel={contactName}
        sort={{ columnId: columnOfSort(sort.by, known), direction: sort.direction }}
        onSortChange={(next) => {
          const by = sortOfColumn(next.columnId, known);
          if (by) change({ sort: { by, direction: next.direction } });
        }}
        onColumnWidthChange={(id, width) =>
          change({
            columns: state.columns.some((column) => column.id === id)
              ? state.columns.map((column) => (column.id === id ? { id, width } : column))
              : [...state.columns, { id, width }],
          })
        }
        {...(maySelect.some((permission) => workspace.can(permission))
          ? {
              selectedIds: selected,
              onSelectedIdsChange: (ids: Set<string>) => setChosen({ meaning, ids, everybody: false }),
            }
          : {})}
        onOpenRow={(row) => router.push(href(`contacts/${row.id}`))}
        onPeekRow={(row) => setPeekId((id) => (id === row.id ? null : row.id))}
        onFocusRow={(row) => setPeekId((id) => (id === null ? null : row.id))}
        loading={query.isPending}
        refetching={query.isPlaceholderData}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        maxHeight="max(24rem, calc(100dvh - 17rem))"
        error={
          query.error ? (
            <ErrorState
              title="The contacts could not be loaded."
              detail={messageOf(query.error)}
              traceId={traceIdOf(query.error)}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : undefined
        }
        empty={
          isFiltered || !isEmpty ? (
            <NoMatches
              what="contacts"
              onClear={
                <Button variant="link" onClick={clearFilters}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Contacts are the people you write to"
              description={
                workspace.can("contact:import")
                  ? "Drop a CSV file anywhere on this page, or add one person by hand. Nobody is written to before they agreed."
                  : "They appear here as soon as somebody imports or adds them."
              }
              columns={["Name", "E-mail", "Consent", "Created"]}
              ghostRow={["Ada Lovelace", "ada@example.com", "Subscribed", "today"]}
              action={create}
            />
          )
        }
      />
      <BulkBar
        ids={[...selected]}
        everybody={everybody}
        matching={matching}
        allLoadedTicked={selected.size === rows.length}
        filter={{ kind: "filter", ...(filter ? { filter } : {}), ...(q ? { q } : {}) }}
        columns={state.columns.flatMap((one) => (isName(one) ? [] : [one.id === "consent" ? "email_consent" : one.id]))}
        fields={fields}
        onEverybody={() => setChosen({ meaning, ids: selected, everybody: true })}
        onClear={clear}
      />
      <ContactPeek
        person={rows.find((row) => row.id === peekId) ?? null}
        fields={fields}
        onClose={() => setPeekId(null)}
      />
    </>
  );
}

/** The name is always there; it has an entry only while somebody gave it a width. */
const isName = ({ id }: ViewColumn): boolean => id === "name";

const isOpen = (condition: SavedView["filter"]): boolean =>
  condition.kind === "group" && condition.op !== "any" && condition.children.length === 0;
