"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";
import { optionClass } from "./select";

export type ComboboxOption = { value: string; label: string; hint?: ReactNode; disabled?: boolean; group?: string };

type ComboboxShared = {
  options: readonly ComboboxOption[];
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: ReactNode;
  /** Called with each search text; give it when the options come from the server (local filtering is then off). */
  onSearch?: (text: string) => void;
  searching?: boolean;
  disabled?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false";
};

export type ComboboxProps = ComboboxShared & {
  value: string | null;
  onValueChange: (value: string | null) => void;
  clearable?: boolean;
};

/** One value out of a long or searched list. */
export function Combobox({ value, onValueChange, clearable = false, ...shared }: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const chosen = shared.options.find((option) => option.value === value);
  return (
    <ComboboxFrame
      {...shared}
      open={open}
      onOpenChange={setOpen}
      isChosen={(option) => option === value}
      onPick={(option) => {
        onValueChange(clearable && option === value ? null : option);
        setOpen(false);
      }}
      summary={chosen?.label ?? null}
    />
  );
}

export type MultiComboboxProps = ComboboxShared & {
  values: readonly string[];
  onValuesChange: (values: string[]) => void;
};

/** Several values; stays open while choosing, chosen ones stand below as removable chips. */
export function MultiCombobox({ values, onValuesChange, ...shared }: MultiComboboxProps) {
  const [open, setOpen] = useState(false);
  const toggle = (option: string) =>
    onValuesChange(values.includes(option) ? values.filter((value) => value !== option) : [...values, option]);
  const labelOf = (value: string) => shared.options.find((option) => option.value === value)?.label ?? value;
  return (
    <div className="grid gap-1.5">
      <ComboboxFrame
        {...shared}
        multiple
        open={open}
        onOpenChange={setOpen}
        isChosen={(option) => values.includes(option)}
        onPick={toggle}
        summary={values.length > 0 ? `${values.length} chosen` : null}
      />
      {values.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {values.map((value) => (
            <li key={value}>
              <button
                type="button"
                onClick={() => toggle(value)}
                className="inline-flex h-6 items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-ink text-xs hover:border-line-strong"
              >
                {labelOf(value)}
                <X className="size-3 text-ink-3" aria-hidden="true" />
                <span className="sr-only">Remove</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

type ComboboxFrameProps = ComboboxShared & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  isChosen: (value: string) => boolean;
  onPick: (value: string) => void;
  summary: string | null;
  multiple?: boolean;
};

function ComboboxFrame({
  options,
  placeholder = "Choose…",
  searchPlaceholder = "Search…",
  emptyText = "Nothing matches.",
  onSearch,
  searching = false,
  disabled,
  className,
  open,
  onOpenChange,
  isChosen,
  onPick,
  summary,
  multiple = false,
  ...aria
}: ComboboxFrameProps) {
  const listId = useId();
  const groups = [...new Set(options.map((option) => option.group))];
  const [text, setText] = useState("");
  const typed = useRef("");
  const search = (next: string) => {
    typed.current = next;
    setText(next);
    onSearch?.(next);
  };
  const change = (next: boolean) => {
    if (!next && text !== "") search("");
    onOpenChange(next);
  };
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger
        type="button"
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-haspopup="listbox"
        disabled={disabled}
        data-slot="combobox"
        className={cn(controlClass, "flex h-8 items-center justify-between gap-2 text-left", className)}
        onKeyDown={(event) => {
          // Typing on the control opens it and searches at once; keys pressed before the field is there are not lost.
          if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          search(typed.current + event.key);
          onOpenChange(true);
        }}
        {...aria}
      >
        <span className={cn("truncate", !summary && "text-ink-3")}>{summary ?? placeholder}</span>
        <ChevronsUpDown className="size-4 shrink-0 stroke-[1.5] text-ink-3" aria-hidden="true" />
      </PopoverTrigger>
      <PopoverContent
        label={searchPlaceholder}
        className="w-(--radix-popover-trigger-width) min-w-56 p-0"
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          const field = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector("input") : null;
          field?.focus();
          field?.setSelectionRange(field.value.length, field.value.length);
        }}
        onCloseAutoFocus={(event) => {
          // Whoever was given the focus by the choice keeps it.
          const now = document.activeElement;
          if (now && now !== document.body && !now.closest("[data-slot=popover]")) event.preventDefault();
        }}
      >
        <Command shouldFilter={!onSearch} label={searchPlaceholder}>
          <Command.Input
            placeholder={searchPlaceholder}
            value={text}
            onValueChange={search}
            className="h-9 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-ink-3"
          />
          <Command.List
            id={listId}
            aria-multiselectable={multiple || undefined}
            className={cn("max-h-72 overflow-y-auto p-1", searching && "refetching")}
          >
            <Command.Empty className="px-2 py-3 text-ink-2">{searching ? "Searching…" : emptyText}</Command.Empty>
            {groups.map((group) => (
              <Command.Group
                key={group ?? ""}
                heading={group}
                className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
              >
                {options
                  .filter((option) => option.group === group)
                  .map((option) => (
                    <Command.Item
                      key={option.value}
                      value={option.value}
                      keywords={[option.label]}
                      disabled={option.disabled}
                      onSelect={() => {
                        if (!multiple) search("");
                        onPick(option.value);
                      }}
                      className={optionClass}
                    >
                      <span className="grid min-w-0 grow">
                        <span className="truncate">{option.label}</span>
                        {option.hint ? <span className="truncate text-ink-2 text-xs">{option.hint}</span> : null}
                      </span>
                      {isChosen(option.value) ? (
                        <Check className="size-4 shrink-0 stroke-[1.5] text-brand" aria-label="Chosen" />
                      ) : null}
                    </Command.Item>
                  ))}
              </Command.Group>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
