"use client";

import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import type { ViewColumn } from "@/contracts/people";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { IconButton } from "../ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";
import type { PeopleColumn } from "./people-columns";

type Props = {
  known: readonly PeopleColumn[];
  shown: readonly ViewColumn[];
  onChange: (columns: ViewColumn[]) => void;
};

/** Which columns, and in which order: arrows move them, so nothing has to be dragged. */
export function ColumnPicker({ known, shown, onChange }: Props) {
  const labels = new Map(known.map((column) => [column.id, column.label]));
  const chosen = shown.filter((column) => labels.has(column.id));
  const others = known.filter((column) => !chosen.some((one) => one.id === column.id));
  const move = (from: number, to: number) => {
    const next = [...chosen];
    const [taken] = next.splice(from, 1);
    if (taken) next.splice(to, 0, taken);
    onChange(next);
  };
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <Columns3 aria-hidden="true" />
          Columns
        </Button>
      </PopoverTrigger>
      <PopoverContent label="Columns" align="end" className="max-h-[70dvh] w-72 overflow-y-auto p-2">
        <p className="px-1 pb-1 text-ink-2 text-xs">Shown, after the name</p>
        <ol>
          {chosen.map((column, at) => {
            const label = labels.get(column.id) ?? column.id;
            return (
              <li key={column.id} className="flex h-8 items-center gap-2 rounded-sm px-1 hover:bg-sunken">
                <Checkbox
                  checked
                  aria-label={`Show ${label}`}
                  disabled={chosen.length === 1}
                  onCheckedChange={() => onChange(chosen.filter((one) => one.id !== column.id))}
                />
                <span className="min-w-0 grow truncate text-sm">{label}</span>
                <IconButton
                  label={`Move ${label} up`}
                  size="icon-sm"
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                >
                  <ArrowUp aria-hidden="true" />
                </IconButton>
                <IconButton
                  label={`Move ${label} down`}
                  size="icon-sm"
                  disabled={at === chosen.length - 1}
                  onClick={() => move(at, at + 1)}
                >
                  <ArrowDown aria-hidden="true" />
                </IconButton>
              </li>
            );
          })}
        </ol>
        {others.length > 0 ? (
          <p className="mt-2 border-line border-t px-1 pt-2 pb-1 text-ink-2 text-xs">Not shown</p>
        ) : null}
        <ul>
          {others.map((column) => (
            <li key={column.id} className="flex h-8 items-center gap-2 rounded-sm px-1 hover:bg-sunken">
              <Checkbox
                checked={false}
                aria-label={`Show ${column.label}`}
                onCheckedChange={() => onChange([...chosen, { id: column.id }])}
              />
              <span className="truncate text-sm">{column.label}</span>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
