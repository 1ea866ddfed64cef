"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { scrimClass } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { optionClass } from "../ui/select";

export type PaletteItem = {
  id: string;
  label: string;
  hint?: string;
  icon?: ReactNode;
  shortcut?: string;
  /** Words that find it too. */
  keywords?: readonly string[];
  onSelect: () => void;
};

/** Answers for a search text, best first. Rejecting shows a plain line, never a crash. */
export type PaletteSearch = (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;

export type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  goTo: readonly PaletteItem[];
  actions: readonly PaletteItem[];
  search?: PaletteSearch;
  placeholder?: string;
};

/** Navigate, act and search in one field. */
export function CommandPalette({
  open,
  onOpenChange,
  goTo,
  actions,
  search,
  placeholder = "Go to, do, or find…",
}: CommandPaletteProps) {
  const [text, setText] = useState("");
  const { results, state } = usePaletteSearch(open ? text : "", search);
  const [selected, setSelected] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const [first] = results;
  // What is found comes after the list was searched; where nothing else matches, Enter means the first of it.
  useEffect(() => {
    if (first && !list.current?.querySelector('[cmdk-item][aria-selected="true"]')) setSelected(`Found:${first.id}`);
  }, [first]);
  const change = (next: boolean) => {
    if (!next) setText("");
    onOpenChange(next);
  };
  const pick = (item: PaletteItem) => {
    change(false);
    item.onSelect();
  };
  return (
    <Primitive.Root open={open} onOpenChange={change}>
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          data-slot="dialog"
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto max-w-150 overflow-hidden rounded-lg border border-line bg-surface text-ink shadow-lift outline-none"
        >
          <Primitive.Title className="sr-only">Command palette</Primitive.Title>
          <Command label="Command palette" loop value={selected} onValueChange={setSelected}>
            <div className="flex items-center gap-3 border-line border-b px-4">
              <Search className="size-4 shrink-0 stroke-[1.5] text-ink-3" aria-hidden="true" />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder={placeholder}
                className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-ink-3"
              />
              <Kbd keys="Esc" />
            </div>
            <Command.List ref={list} className="max-h-[min(60dvh,420px)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2.5 py-4 text-ink-2">
                {state === "searching" ? "Searching…" : "Nothing matches."}
              </Command.Empty>
              <PaletteGroup heading="Go to" items={goTo} onPick={pick} />
              <PaletteGroup heading="Actions" items={actions} onPick={pick} />
              <PaletteGroup heading="Found" items={results} onPick={pick} keep dim={state === "searching"} />
            </Command.List>
            {state === "failed" ? (
              <p role="status" className="border-line border-t px-4 py-2 text-failed text-xs">
                Search did not answer. Going to and doing still work.
              </p>
            ) : null}
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type PaletteGroupProps = {
  heading: string;
  items: readonly PaletteItem[];
  onPick: (item: PaletteItem) => void;
  /** Shown as they are: the server already matched them. */
  keep?: boolean;
  dim?: boolean;
};

function PaletteGroup({ heading, items, onPick, keep = false, dim = false }: PaletteGroupProps) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      forceMount={keep}
      className={cn(
        "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs",
        dim && "refetching",
      )}
    >
      {items.map((item) => (
        <Command.Item
          key={item.id}
          value={`${heading}:${item.id}`}
          keywords={[item.label, ...(item.keywords ?? [])]}
          forceMount={keep}
          onSelect={() => onPick(item)}
          className={cn(optionClass, "min-h-9 px-2.5 [&_svg]:size-4 [&_svg]:stroke-[1.5] [&_svg]:text-ink-2")}
        >
          {item.icon}
          <span className="truncate">{item.label}</span>
          {item.hint ? <span className="truncate text-ink-2 text-xs">{item.hint}</span> : null}
          {item.shortcut ? <Kbd keys={item.shortcut} className="ml-auto" /> : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

type SearchState = "idle" | "searching" | "failed";
const NONE: readonly PaletteItem[] = [];

function usePaletteSearch(text: string, search: PaletteSearch | undefined) {
  const [results, setResults] = useState<readonly PaletteItem[]>(NONE);
  const [state, setState] = useState<SearchState>("idle");
  useEffect(() => {
    const wanted = text.trim();
    if (!search || wanted.length < 2) {
      setResults(NONE);
      setState("idle");
      return;
    }
    const stop = new AbortController();
    setState("searching");
    const timer = setTimeout(async () => {
      try {
        const found = await search(wanted, stop.signal);
        // An older answer that comes late must not replace a newer one.
        if (stop.signal.aborted) return;
        setResults(found);
        setState("idle");
      } catch {
        if (!stop.signal.aborted) setState("failed");
      }
    }, 80);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, search]);
  return { results, state };
}
