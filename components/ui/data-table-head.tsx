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
  selection?: boolean | "indeterminate";
  onSelectAll: (all: boolean) => void;
  hasActions: boolean;
};

/** The head of a DataTable: names, the sort each column is in, and the box for all loaded rows. */
export function DataTableHead({ columns, sort, onSortChange, selection, onSelectAll, hasActions }: DataTableHeadProps) {
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
              className={column.className}
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
