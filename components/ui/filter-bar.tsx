"use client";

import { Search, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { cn } from "./cn";
import { Input } from "./input";
import { Kbd } from "./kbd";

export type FilterChip = { id: string; label: string; onRemove: () => void };

export type FilterBarProps = {
  /** Marks the field `/` jumps to; one per page. */
  searchValue?: string;
  onSearchChange?: (text: string) => void;
  searchLabel?: string;
  /** Selects, comboboxes, segmented controls. */
  children?: ReactNode;
  chips?: readonly FilterChip[];
  onClearAll?: () => void;
  /** "1,204 of 12,408"; announced politely. */
  summary?: string;
  actions?: ReactNode;
  className?: string;
};

/** What narrows the list below it. State belongs in the URL; this only shows it. */
export function FilterBar({
  searchValue,
  onSearchChange,
  searchLabel = "Search",
  children,
  chips = [],
  onClearAll,
  summary,
  actions,
  className,
}: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <search data-slot="filter-bar" className={cn("grid gap-2 py-3", className)}>
      <div className="flex flex-wrap items-center gap-2">
        {onSearchChange ? (
          <div className="relative w-full sm:w-64">
            <Search
              className="pointer-events-none absolute top-2 left-2.5 size-4 stroke-[1.5] text-ink-3"
              aria-hidden="true"
            />
            <Input
              ref={input}
              type="search"
              data-filter-input=""
              aria-label={searchLabel}
              aria-keyshortcuts="/"
              placeholder={searchLabel}
              value={searchValue ?? ""}
              onChange={(event) => onSearchChange(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Escape") input.current?.blur();
              }}
              className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
            />
            <Kbd keys="/" className="pointer-events-none absolute top-[7px] right-2" />
          </div>
        ) : null}
        {children}
        <div className="ml-auto flex items-center gap-3">
          {summary ? (
            <span role="status" className="type-dense text-ink-2 text-sm">
              {summary}
            </span>
          ) : null}
          {actions}
        </div>
      </div>
      {chips.length > 0 ? (
        <ul className="flex flex-wrap items-center gap-1.5" aria-label="Active filters">
          {chips.map((chip) => (
            <li key={chip.id}>
              <button
                type="button"
                onClick={chip.onRemove}
                className="inline-flex h-6 items-center gap-1.5 rounded-sm border border-brand/40 bg-brand-wash px-2 text-brand text-xs hover:border-brand"
              >
                {chip.label}
                <X className="size-3" aria-hidden="true" />
                <span className="sr-only">Remove filter</span>
              </button>
            </li>
          ))}
          {onClearAll ? (
            <li>
              <button
                type="button"
                onClick={onClearAll}
                className="h-6 px-1 text-ink-2 text-xs underline hover:text-ink"
              >
                Clear all
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </search>
  );
}
