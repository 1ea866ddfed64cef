"use client";

import { Slot } from "radix-ui";
import { type ReactElement, type ReactNode, useId } from "react";
import { cn } from "./cn";
import { Label } from "./label";

export type FieldProps = {
  label: string;
  /** What the value is used for, or its form. Stays visible when there is an error. */
  hint?: ReactNode;
  /** What is wrong and how to mend it. */
  error?: string;
  optional?: boolean;
  /** `columns` puts the label left of the control from 1024 px. */
  layout?: "stacked" | "columns";
  /** One control; it receives id, aria-describedby and aria-invalid. */
  children: ReactElement;
  className?: string;
  /** Fixed id for the control, for error summaries that link to it. */
  id?: string;
};

/** A label, one control, its hint and its error, tied together for assistive technology. */
export function Field({ label, hint, error, optional, layout = "stacked", children, className, id }: FieldProps) {
  const made = useId();
  const controlId = id ?? made;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(" ");
  return (
    <div
      data-slot="field"
      className={cn(
        "grid max-w-160 gap-1.5",
        layout === "columns" && "lg:max-w-none lg:grid-cols-[200px_minmax(0,400px)] lg:gap-x-6",
        className,
      )}
    >
      <div className={cn("flex items-baseline gap-2", layout === "columns" && "lg:pt-1.5")}>
        <Label htmlFor={controlId} id={`${controlId}-label`}>
          {label}
        </Label>
        {optional ? <span className="text-ink-3 text-xs">optional</span> : null}
      </div>
      <div className="grid min-w-0 gap-1.5">
        <Slot.Root id={controlId} aria-describedby={describedBy || undefined} aria-invalid={error ? true : undefined}>
          {children}
        </Slot.Root>
        {hint ? (
          <p id={hintId} className="text-ink-2 text-xs">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={errorId} className="flex items-start gap-1.5 text-failed text-xs">
            <ErrorGlyph />
            <span>{error}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function ErrorGlyph() {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" className="mt-px shrink-0">
      <path d="M1 7h3.6M9.4 7H13M5.2 10.4l3.6-6.8" fill="none" stroke="currentColor" strokeWidth="1.75" />
    </svg>
  );
}

/** A group of related fields under one ruled heading. */
export function FieldSet({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset data-slot="field-set" className="grid gap-4 border-line border-t pt-4">
      <legend className="float-left w-full font-semibold text-base text-ink">{legend}</legend>
      {hint ? <p className="-mt-2 max-w-160 text-ink-2 text-sm">{hint}</p> : null}
      {children}
    </fieldset>
  );
}
