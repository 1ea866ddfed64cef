"use client";

import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { cn } from "./cn";
import { type ColumnSort, DataTableHead } from "./data-table-head";
import { rowMoveOf, toggleSelection } from "./data-table-keys";
import { Skeleton } from "./skeleton";
import { ROW_HEIGHTS, Table, TableBody, TableCaption, TableCell, type TableDensity, TableRow } from "./table";

export type { ColumnSort } from "./data-table-head";

export type DataTableColumn<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** CSS width: "12rem", "20%". */
  width?: string;
  sortable?: boolean;
  /** Dropped below this width so the list still reads on a phone. */
  hideBelow?: "sm" | "md" | "lg";
  /** Stays in view while the table is scrolled sideways; for the first column. */
  pinned?: boolean;
};

export type DataTableProps<Row> = {
  /** Said to screen readers: "Contacts". */
  caption: string;
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names a row for its checkbox: "Select Ada Lovelace". */
  rowLabel: (row: Row) => string;
  hiddenColumns?: readonly string[];
  density?: TableDensity;
  sort?: ColumnSort | null;
  onSortChange?: (sort: ColumnSort) => void;
  /** A handle at the right edge of each head; called with CSS pixels when it is let go. */
  onColumnWidthChange?: (columnId: string, width: number) => void;
  selectedIds?: ReadonlySet<string>;
  onSelectedIdsChange?: (ids: Set<string>) => void;
  /** Enter or a press on the row. */
  onOpenRow?: (row: Row) => void;
  /** Space. */
  onPeekRow?: (row: Row) => void;
  /** The focus went to another row; lets a peek follow. */
  onFocusRow?: (row: Row) => void;
  /** Last cell, shown on hover and focus: normally a dropdown menu. */
  rowActions?: (row: Row) => ReactNode;
  /** First load: cells as skeletons. Keep `rows` and set `refetching` for later ones. */
  loading?: boolean;
  refetching?: boolean;
  /** Replace the body: EmptyState or NoMatches, ErrorState. */
  empty?: ReactNode;
  error?: ReactNode;
  hasMore?: boolean;
  onLoadMore?: () => void;
  loadingMore?: boolean;
  /** Scrolls inside this height with a sticky head; lists over 80 rows are then drawn virtually. */
  maxHeight?: string;
  className?: string;
};

const VIRTUAL_FROM = 80;
const NEAR_END = 20;
const PINNED =
  "sticky left-0 z-1 bg-canvas group-hover/row:bg-surface group-data-[selected]/row:bg-brand-wash group-focus-visible/row:bg-transparent";
// One line per row, always: clip (not hidden) leaves room for the focus ring of a link inside.
const DATA_CELL = "max-w-80 overflow-clip text-ellipsis whitespace-nowrap [overflow-clip-margin:4px]";
const HIDE_BELOW = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
};
const features = tableFeatures({ columnVisibilityFeature });
const SKELETON_ROWS = ["a", "b", "c", "d", "e", "f"];

/**
 * The list of things. Rows come in the server's order and are never re-sorted here: sorting and paging ask the
 * caller. Keys on a focused row: j/k, x, Space, Enter, Home/End, "."; Shift extends a selection.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowId,
  rowLabel,
  hiddenColumns = [],
  density = "default",
  sort = null,
  onSortChange,
  onColumnWidthChange,
  selectedIds,
  onSelectedIdsChange,
  onOpenRow,
  onPeekRow,
  onFocusRow,
  rowActions,
  loading = false,
  refetching = false,
  empty,
  error,
  hasMore = false,
  onLoadMore,
  loadingMore = false,
  maxHeight,
  className,
}: DataTableProps<Row>) {
  type Boxed = { row: Row };
  const data = useMemo<Boxed[]>(() => rows.map((row) => ({ row })), [rows]);
  const columnDefs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Boxed>();
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: (cell) => column.cell(cell.row.original.row) }),
    );
  }, [columns]);
  const columnVisibility = useMemo(() => Object.fromEntries(hiddenColumns.map((id) => [id, false])), [hiddenColumns]);
  const table = useTable({
    features,
    columns: columnDefs,
    data,
    getRowId: (boxed) => rowId(boxed.row),
    state: { columnVisibility },
  });
  const columnOf = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);

  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const anchor = useRef<number | null>(null);
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const isVirtual = maxHeight !== undefined && rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHTS[density],
    overscan: 12,
    scrollPaddingStart: 40,
  });
  const drawn = virtualizer.getVirtualItems();
  const first = isVirtual ? (drawn[0]?.index ?? 0) : 0;
  const last = isVirtual ? (drawn.at(-1)?.index ?? -1) : rows.length - 1;
  const before = isVirtual ? (drawn[0]?.start ?? 0) : 0;
  const after = isVirtual ? virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0) : 0;
  // The row that can be reached with Tab must be one that is drawn.
  const tabStop = Math.min(Math.max(focused, first), Math.max(last, first));

  // Scrolled near the end: the next page is asked for before the last row is seen.
  const isNearEnd = isVirtual && last >= rows.length - NEAR_END;
  useEffect(() => {
    if (isNearEnd && hasMore && !loadingMore) onLoadMore?.();
  }, [isNearEnd, hasMore, loadingMore, onLoadMore]);

  const focusRow = (index: number) => {
    setFocused(index);
    if (isVirtual) virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)?.focus({ preventScroll: isVirtual });
    });
  };
  const select = (index: number, range: boolean) => {
    if (!selectedIds || !onSelectedIdsChange) return;
    onSelectedIdsChange(toggleSelection(ids, selectedIds, index, range ? anchor.current : null));
    anchor.current = index;
  };
  const onRowKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
    // Keys pressed in a control inside the row belong to that control.
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const move = rowMoveOf(event.key, index, rows.length);
    const row = move ? rows[move.index] : undefined;
    if (!move || row === undefined) return;
    if (move.kind === "select" && !selectedIds) return;
    if (move.kind === "open" && !onOpenRow) return;
    if (move.kind === "peek" && !onPeekRow) return;
    event.preventDefault();
    if (move.kind === "focus") {
      if (event.shiftKey && selectedIds && !selectedIds.has(ids[move.index] ?? "")) select(move.index, true);
      focusRow(move.index);
    } else if (move.kind === "select") select(move.index, event.shiftKey);
    else if (move.kind === "peek") onPeekRow?.(row);
    else if (move.kind === "open") onOpenRow?.(row);
    else openRowActions(event.currentTarget);
  };

  const visible = table.getVisibleLeafColumns().flatMap((column) => columnOf.get(column.id) ?? []);
  const span = visible.length + (selectedIds ? 1 : 0) + (rowActions ? 1 : 0);
  const body = error ?? (!loading && rows.length === 0 ? empty : null);
  const hiddenClass = (column: DataTableColumn<Row>) => (column.hideBelow ? HIDE_BELOW[column.hideBelow] : undefined);

  if (body) return <div className={className}>{body}</div>;
  return (
    <div data-slot="data-table" className={cn("min-w-0", className)} aria-busy={loading || refetching || undefined}>
      <div
        ref={scroller}
        // Without a row to stand on, the scrolling area itself must take the keyboard.
        {...(loading || isVirtual ? { tabIndex: 0, role: "region", "aria-label": caption } : {})}
        className={cn("overflow-x-auto", maxHeight && "overflow-y-auto")}
        style={{ maxHeight }}
      >
        <Table
          density={density}
          aria-rowcount={isVirtual ? rows.length + 1 : undefined}
          className={cn(refetching && "refetching")}
        >
          <TableCaption>{caption}</TableCaption>
          <DataTableHead
            columns={visible.map((column) => ({
              ...column,
              className: cn(hiddenClass(column), column.pinned && "sticky left-0 z-1 bg-canvas"),
            }))}
            sort={sort}
            onSortChange={onSortChange}
            onColumnWidthChange={onColumnWidthChange}
            selection={selectedIds ? selectionState(ids, selectedIds) : undefined}
            onSelectAll={(all) => onSelectedIdsChange?.(withAll(ids, selectedIds, all))}
            hasActions={Boolean(rowActions)}
          />
          <TableBody>
            {loading
              ? SKELETON_ROWS.map((key) => (
                  <TableRow key={key}>
                    {selectedIds ? <TableCell className="w-9" /> : null}
                    {visible.map((column) => (
                      <TableCell key={column.id} className={hiddenClass(column)}>
                        <Skeleton className={column.align === "end" ? "ml-auto w-12" : undefined} />
                      </TableCell>
                    ))}
                    {rowActions ? <TableCell /> : null}
                  </TableRow>
                ))
              : null}
            {before > 0 ? <SpacerRow height={before} span={span} /> : null}
            {loading
              ? null
              : table
                  .getRowModel()
                  .rows.slice(first, last + 1)
                  .map((item, offset) => {
                    const index = first + offset;
                    const isSelected = selectedIds?.has(item.id) ?? false;
                    return (
                      <TableRow
                        key={item.id}
                        data-index={index}
                        data-selected={isSelected || undefined}
                        aria-rowindex={isVirtual ? index + 2 : undefined}
                        tabIndex={index === tabStop ? 0 : -1}
                        onFocus={() => {
                          if (index !== focused) onFocusRow?.(item.original.row);
                          setFocused(index);
                        }}
                        onKeyDown={(event) => onRowKeyDown(event, index)}
                        onClick={(event) => {
                          if (onOpenRow && !isInteractive(event.target)) onOpenRow(item.original.row);
                        }}
                        className={cn(
                          "focus-visible:outline-2 focus-visible:outline-brand focus-visible:-outline-offset-2!",
                          onOpenRow && "cursor-pointer",
                          isSelected && "bg-brand-wash hover:bg-brand-wash",
                        )}
                      >
                        {selectedIds ? (
                          <TableCell className="w-9 pl-2.5!">
                            <Checkbox
                              checked={isSelected}
                              aria-label={`Select ${rowLabel(item.original.row)}`}
                              onClick={(event) => select(index, event.shiftKey)}
                            />
                          </TableCell>
                        ) : null}
                        {item.getVisibleCells().map((cell) => {
                          const column = columnOf.get(cell.column.id);
                          return (
                            <TableCell
                              key={cell.id}
                              align={column?.align}
                              style={column?.width ? { maxWidth: column.width } : undefined}
                              className={cn(DATA_CELL, column && hiddenClass(column), column?.pinned && PINNED)}
                            >
                              <table.FlexRender cell={cell} />
                            </TableCell>
                          );
                        })}
                        {rowActions ? (
                          <TableCell data-row-actions="" className="w-10 text-right">
                            {rowActions(item.original.row)}
                          </TableCell>
                        ) : null}
                      </TableRow>
                    );
                  })}
            {after > 0 ? <SpacerRow height={after} span={span} /> : null}
          </TableBody>
        </Table>
      </div>
      {hasMore && onLoadMore ? (
        <div className="flex justify-center py-3">
          <Button variant="ghost" size="sm" onClick={onLoadMore} loading={loadingMore} loadingLabel="Loading more">
            Load more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function SpacerRow({ height, span }: { height: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it holds no control, only the height of rows not drawn
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  );
}

/** A menu button opens on a key, not on a synthetic click; any other button is simply pressed. */
function openRowActions(row: HTMLElement): void {
  const button = row.querySelector<HTMLElement>("[data-row-actions] button");
  if (!button) return;
  button.focus();
  if (button.getAttribute("aria-haspopup") === "menu") {
    button.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  } else button.click();
}

function isInteractive(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a,button,input,label,[role=menuitem],[role=checkbox]") !== null;
}

function selectionState(ids: readonly string[], selected: ReadonlySet<string>): boolean | "indeterminate" {
  const here = ids.filter((id) => selected.has(id)).length;
  if (here === 0) return false;
  return here === ids.length ? true : "indeterminate";
}

function withAll(ids: readonly string[], selected: ReadonlySet<string> | undefined, all: boolean): Set<string> {
  const next = new Set(selected);
  for (const id of ids) {
    if (all) next.add(id);
    else next.delete(id);
  }
  return next;
}
