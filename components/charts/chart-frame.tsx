"use client";

import { ChartLine, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeaderCell, TableRow } from "../ui/table";
import type { ChartTable } from "./chart-series";

export type ChartFrameProps = {
  title: string;
  /** The chart in one sentence, with its numbers: what a screen reader hears and everyone may read. */
  summary: string;
  /** The same numbers as a table. */
  table: ChartTable;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** Title, one-sentence summary, and a switch to the table that holds the same numbers. */
export function ChartFrame({ title, summary, table, actions, children, className }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  return (
    <figure data-slot="chart" aria-labelledby={titleId} className={cn("grid min-w-0 content-start gap-3", className)}>
      <figcaption className="flex items-start justify-between gap-4">
        <div className="grid gap-0.5">
          <span id={titleId} className="font-medium text-base text-ink">
            {title}
          </span>
          <span className="text-pretty text-ink-2 text-sm">{summary}</span>
        </div>
        <div className="flex items-center gap-1">
          {actions}
          <IconButton label={asTable ? "Show as chart" : "Show as table"} onClick={() => setAsTable(!asTable)}>
            {asTable ? <ChartLine aria-hidden="true" /> : <Table2 aria-hidden="true" />}
          </IconButton>
        </div>
      </figcaption>
      {asTable ? <TableTwin title={title} table={table} /> : children}
    </figure>
  );
}

function TableTwin({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="max-h-80 overflow-auto" tabIndex={0} aria-label={`${title}, table`}>
      <Table density="compact">
        <TableCaption>{title}</TableCaption>
        <TableHead>
          <tr>
            {table.columns.map((column, place) => (
              <TableHeaderCell key={column} align={place === 0 ? "start" : "end"}>
                {column}
              </TableHeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {table.rows.map((row) => (
            <TableRow key={row[0]}>
              {table.columns.map((column, place) => (
                <TableCell key={column} align={place === 0 ? "start" : "end"}>
                  {row[place]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
