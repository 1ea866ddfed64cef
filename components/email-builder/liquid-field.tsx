"use client";

import { type ReactNode, useId, useRef } from "react";
import { Input } from "../ui/input";
import { Label } from "../ui/label";
import { Textarea } from "../ui/textarea";
import { MergeTagMenu } from "./merge-tag-menu";
import { asLiquid, type MergeTag } from "./merge-tags";

type LiquidFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tags: readonly MergeTag[];
  hint?: ReactNode;
  rows?: number;
  placeholder?: string;
  maxLength?: number;
  mono?: boolean;
};

/** A line or a few of plain text with Liquid; merge tags go in at the cursor. */
export function LiquidField({
  label,
  value,
  onChange,
  tags,
  hint,
  rows,
  placeholder,
  maxLength,
  mono,
}: LiquidFieldProps) {
  const id = useId();
  const line = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (tag: MergeTag) => {
    const field = line.current ?? area.current;
    const at = field?.selectionStart ?? value.length;
    const end = field?.selectionEnd ?? at;
    const text = asLiquid(tag.tag);
    onChange(value.slice(0, at) + text + value.slice(end));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const shared = { id, value, placeholder, maxLength, "aria-describedby": hint ? `${id}-hint` : undefined };
  return (
    <div className="grid gap-1.5">
      <div className="flex items-end justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        <MergeTagMenu tags={tags} onInsert={insert} label={`Insert a merge tag into ${label.toLowerCase()}`} />
      </div>
      {rows ? (
        <Textarea
          {...shared}
          ref={area}
          rows={rows}
          className={mono ? "font-mono" : undefined}
          onChange={(e) => onChange(e.target.value)}
        />
      ) : (
        <Input {...shared} ref={line} mono={mono} onChange={(e) => onChange(e.target.value)} />
      )}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-2 text-xs">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
