"use client";

import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { Input } from "../ui/input";
import { Label } from "../ui/label";

type ColourFieldProps = {
  label: string;
  hint: string;
  value: string;
  /** What is used while the field is empty. */
  fallback: string;
  error?: string;
  warning?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
};

/** Six hex digits, typed or picked, with what is wrong or unwise about them. */
export function ColourField({ label, hint, value, fallback, error, warning, disabled, onChange }: ColourFieldProps) {
  const id = useId();
  const shown = /^#[0-9a-f]{6}$/i.test(value.trim()) ? value.trim() : fallback;
  return (
    <div className="grid max-w-160 gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label={`Pick ${label.toLowerCase()}`}
          value={shown}
          disabled={disabled}
          className="size-9 shrink-0 cursor-pointer rounded-sm border border-line-strong bg-surface p-0.5"
          onChange={(event) => onChange(event.target.value)}
        />
        <Input
          id={id}
          mono
          value={value}
          placeholder={fallback}
          maxLength={7}
          spellCheck={false}
          disabled={disabled}
          className="w-32"
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-about`}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <div id={`${id}-about`} className="grid gap-1 text-xs">
        <p className="text-ink-2">{hint}</p>
        {error ? <p className="text-failed">{error}</p> : null}
        {warning && !error ? (
          <p className="flex items-start gap-1.5 text-paused" role="status">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
            <span>{warning}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}
