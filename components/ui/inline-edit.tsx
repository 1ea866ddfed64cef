"use client";

import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import { cn } from "./cn";
import { Input } from "./input";

export type InlineEditProps = {
  /** What is being named: "Campaign name". */
  label: string;
  value: string;
  /** Saves; a returned string says why it was refused and keeps the field open. */
  onSave: (value: string) => Promise<string | undefined> | string | undefined;
  readOnly?: boolean;
  className?: string;
  inputClassName?: string;
};

/** Text that becomes a field when pressed. Enter or leaving saves, Escape restores. */
export function InlineEdit({ label, value, onSave, readOnly = false, className, inputClassName }: InlineEditProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const leaving = useRef(false);

  const close = () => {
    leaving.current = true;
    setDraft(null);
    setError(undefined);
  };
  const save = async () => {
    if (draft === null || saving) return;
    const next = draft.trim();
    if (next === value || next === "") return close();
    setSaving(true);
    const refused = await onSave(next);
    setSaving(false);
    if (refused) setError(refused);
    else close();
  };

  if (readOnly) return <span className={className}>{value}</span>;
  if (draft === null) {
    return (
      <button
        type="button"
        data-slot="inline-edit"
        onClick={() => {
          leaving.current = false;
          setDraft(value);
        }}
        className={cn(
          "group -mx-1.5 inline-flex max-w-full items-center gap-2 rounded-sm px-1.5 text-left hover:bg-ink/6",
          className,
        )}
      >
        <span className="truncate">{value}</span>
        <Pencil
          className="size-3.5 shrink-0 stroke-[1.5] text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
          aria-hidden="true"
        />
        <span className="sr-only">Edit {label}</span>
      </button>
    );
  }
  return (
    <span className={cn("inline-grid gap-1", className)}>
      <Input
        autoFocus
        aria-label={label}
        aria-invalid={error ? true : undefined}
        value={draft}
        readOnly={saving}
        aria-busy={saving || undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (!leaving.current) void save();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") void save();
          if (event.key === "Escape") close();
        }}
        className={cn("-mx-1.5 px-1.5", inputClassName)}
      />
      {error ? (
        <span role="alert" className="font-normal text-failed text-xs">
          {error}
        </span>
      ) : null}
    </span>
  );
}
