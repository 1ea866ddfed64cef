"use client";

import { Upload } from "lucide-react";
import { type DragEvent as ReactDragEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export type FileDropProps = {
  /** Extensions or media types, as in the accept attribute: ".csv,text/csv". */
  accept: string;
  onFiles: (files: File[]) => void;
  multiple?: boolean;
  label: string;
  hint?: ReactNode;
  /** Also takes a file dropped anywhere on the page; `else` only where nothing else on the page does. */
  wholePage?: boolean | "else";
  disabled?: boolean;
  className?: string;
};

/** A button first (keyboard, touch); dropping on the area, or anywhere on the page, is the quick way. */
export function FileDrop({
  accept,
  onFiles,
  multiple = false,
  label,
  hint,
  wholePage = false,
  disabled = false,
  className,
}: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { over, areaProps } = useDrop({ wholePage, disabled, multiple, onFiles });
  return (
    <div
      data-slot="file-drop"
      {...areaProps}
      className={cn(
        "grid justify-items-start gap-2 border border-line-strong border-dashed bg-surface p-5",
        over && "border-brand border-solid bg-brand-wash",
        className,
      )}
    >
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        className="sr-only"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // Emptied, so that choosing the same file again after a mistake still counts as a change.
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button disabled={disabled} aria-describedby={hint ? hintId : undefined} onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" />
        {label}
      </Button>
      {hint ? (
        <p id={hintId} className="text-ink-2 text-xs">
          {hint}
        </p>
      ) : null}
      {wholePage && over ? <DropHint label={label} /> : null}
    </div>
  );
}

/** How many of the page's own take a file dropped anywhere. */
let takers = 0;

type DropOptions = Pick<FileDropProps, "onFiles"> & {
  wholePage: boolean | "else";
  disabled: boolean;
  multiple: boolean;
};

/** The same without a control of its own: whether a file is over the page. */
export function usePageDrop(onFiles: (files: File[]) => void, disabled: boolean): boolean {
  return useDrop({ wholePage: "else", disabled, multiple: false, onFiles }).over;
}

/** Says that letting go now means this. */
export function DropHint({ label }: { label: string }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-3 z-60 grid place-items-center rounded-lg border-2 border-brand bg-brand-wash/90"
    >
      <span className="type-title text-brand text-xl">Drop to {label.toLowerCase()}</span>
    </div>
  );
}

function useDrop({ wholePage, disabled, multiple, onFiles }: DropOptions) {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;

  const handlers = useRef({
    // Entering a child fires leave on its parent, so count instead of toggling.
    depth: 0,
    carriesFiles: (event: { dataTransfer: DataTransfer | null }) =>
      event.dataTransfer?.types.includes("Files") ?? false,
  });

  useEffect(() => {
    if (!wholePage || disabled) return;
    const state = handlers.current;
    const isElse = wholePage === "else";
    if (!isElse) takers += 1;
    const isTheirs = (event: DragEvent) =>
      !state.carriesFiles(event) || (isElse && (takers > 0 || event.defaultPrevented));
    const enter = (event: DragEvent) => {
      if (isTheirs(event)) return;
      state.depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (isTheirs(event)) return;
      state.depth = Math.max(0, state.depth - 1);
      if (state.depth === 0) setOver(false);
    };
    const allow = (event: DragEvent) => {
      if (!isTheirs(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (isTheirs(event)) return;
      event.preventDefault();
      state.depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) latest.current(multiple ? files : files.slice(0, 1));
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", allow);
    window.addEventListener("drop", drop);
    return () => {
      if (!isElse) takers -= 1;
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", allow);
      window.removeEventListener("drop", drop);
    };
  }, [wholePage, disabled, multiple]);

  if (wholePage || disabled) return { over, areaProps: {} };
  const areaProps = {
    onDragOver: (event: ReactDragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: ReactDragEvent) => {
      event.preventDefault();
      setOver(false);
      const files = [...event.dataTransfer.files];
      if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
    },
  };
  return { over, areaProps };
}
