"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cn } from "../ui/cn";
import { controlClass } from "../ui/input";

export type ChipsInputProps = {
  label: string;
  values: readonly string[];
  onValuesChange: (values: string[]) => void;
  /** Null refuses what was typed; it then stays in the field. */
  accept?: (text: string) => string | null;
  inputMode?: "text" | "decimal";
  invalid?: boolean;
  describedBy?: string;
  disabled?: boolean;
};

/** Several short values: Enter or comma adds, Backspace in the empty field takes the last away, a pasted list is split. */
export function ChipsInput({ label, values, onValuesChange, accept = (text) => text, ...props }: ChipsInputProps) {
  const [draft, setDraft] = useState("");
  const add = (text: string): void => {
    const pieces = text.split(/[\n\t,;]/).map((piece) => piece.trim());
    const next = [...values];
    const refused: string[] = [];
    for (const piece of pieces.filter(Boolean)) {
      const value = accept(piece);
      if (value === null) refused.push(piece);
      else if (!next.includes(value)) next.push(value);
    }
    if (next.length !== values.length) onValuesChange(next);
    setDraft(refused.join(", "));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter" || event.key === ",") {
      if (draft.trim()) event.preventDefault();
      add(draft);
    } else if (event.key === "Backspace" && draft === "" && values.length > 0) onValuesChange(values.slice(0, -1));
  };
  return (
    <div
      className={cn(
        controlClass,
        "flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:border-brand",
        props.invalid && "border-failed bg-failed/4",
      )}
    >
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-sm border border-line bg-sunken pl-1.5 text-ink text-xs"
        >
          <span className="truncate">{value}</span>
          <button
            type="button"
            disabled={props.disabled}
            aria-label={`Remove ${value}`}
            onClick={() => onValuesChange(values.filter((other) => other !== value))}
            className="grid size-6 place-items-center text-ink-3 hover:text-ink"
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        inputMode={props.inputMode}
        value={draft}
        disabled={props.disabled}
        placeholder={values.length === 0 ? "Type and press Enter" : undefined}
        size={values.length === 0 ? 18 : 4}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => add(draft)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (!/[\n\t,;]/.test(pasted)) return;
          event.preventDefault();
          add(pasted);
        }}
        className="h-6 min-w-12 grow basis-12 bg-transparent px-1 text-sm outline-none placeholder:text-ink-3"
      />
    </div>
  );
}
