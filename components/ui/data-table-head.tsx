"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { Checkbox } from "./checkbox";
import { cn } from "./cn";
import { TableHead, TableHeaderCell } from "./table";

export type ColumnSort = { columnId: string; direction: "asc" | "desc" };

type HeadColumn = {
  id: string;
  header: string;
  align?: "start" | "end";
  width?: string;
  sortable?: boolean;
  className?: string;
};

type DataTableHeadProps = {
  columns: readonly HeadColumn[];
  sort: ColumnSort | null;
  onSortChange?: (sort: ColumnSort) => void;
  onColumnWidthChange?: (columnId: string, width: number) => void;
  selection?: boolean | "indeterminate";
  onSelectAll: (all: boolean) => void;
  hasActions: boolean;
};

/** The head of a DataTable: names, the sort each column is in, and the box for all loaded rows. */
export function DataTableHead({
  columns,
  sort,
  onSortChange,
  onColumnWidthChange,
  selection,
  onSelectAll,
  hasActions,
}: DataTableHeadProps) {
  return (
    <TableHead>
      <tr>
        {selection === undefined ? null : (
          <TableHeaderCell className="w-9 pl-2.5!">
            <Checkbox
              checked={selection}
              aria-label="Select all loaded rows"
              onCheckedChange={(checked) => onSelectAll(checked === true)}
            />
          </TableHeaderCell>
        )}
        {columns.map((column) => {
          const direction = sort?.columnId === column.id ? sort.direction : null;
          return (
            <TableHeaderCell
              key={column.id}
              align={column.align}
              style={{ width: column.width }}
              className={cn(onColumnWidthChange && "relative", column.className)}
              aria-sort={direction ? (direction === "asc" ? "ascending" : "descending") : undefined}
            >
              {column.sortable && onSortChange ? (
                <button
                  type="button"
                  onClick={() => onSortChange({ columnId: column.id, direction: direction === "asc" ? "desc" : "asc" })}
                  className={cn(
                    "inline-flex h-6 items-center gap-1 rounded-xs hover:text-ink",
                    direction && "text-ink",
                    column.align === "end" && "flex-row-reverse",
                  )}
                >
                  {column.header}
                  <span className="inline-block size-3">
                    {direction === "asc" ? <ArrowUp className="size-3" aria-hidden="true" /> : null}
                    {direction === "desc" ? <ArrowDown className="size-3" aria-hidden="true" /> : null}
                  </span>
                </button>
              ) : (
                column.header
              )}
              {onColumnWidthChange ? (
                <WidthHandle label={column.header} onChange={(width) => onColumnWidthChange(column.id, width)} />
              ) : null}
            </TableHeaderCell>
          );
        })}
        {hasActions ? (
          <TableHeaderCell className="w-10">
            <span className="sr-only">Actions</span>
          </TableHeaderCell>
        ) : null}
      </tr>
    </TableHead>
  );
}

const MIN_WIDTH = 60;
const MAX_WIDTH = 900;
const STEP = 20;

/** Drags the edge of a column, or moves it with the arrow keys; the column is as wide as the pointer says meanwhile. */
function WidthHandle({ label, onChange }: { label: string; onChange: (width: number) => void }) {
  const within = (width: number) => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
  const headOf = (handle: HTMLElement) => handle.closest("th");
  return (
    <button
      type="button"
      aria-label={`Width of ${label}: arrow keys change it`}
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-transparent border-r-2 hover:border-line-strong focus-visible:border-brand"
      onKeyDown={(event) => {
        const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
        const head = headOf(event.currentTarget);
        if (step === 0 || !head) return;
        event.preventDefault();
        onChange(within(head.offsetWidth + step));
      }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const head = headOf(event.currentTarget);
        if (!head || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        head.style.width = `${within(event.clientX - head.getBoundingClientRect().left)}px`;
      }}
      onPointerUp={(event) => {
        const head = headOf(event.currentTarget);
        if (head) onChange(within(event.clientX - head.getBoundingClientRect().left));
      }}
    />
  );
}
