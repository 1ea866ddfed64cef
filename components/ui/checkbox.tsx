"use client";

import { Checkbox as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export type CheckboxProps = ComponentProps<typeof Primitive.Root>;

/** A bare box (give it `aria-label` or a label); `checked="indeterminate"` is drawn as a bar. */
export function Checkbox({ className, ...props }: CheckboxProps) {
  return (
    <Primitive.Root
      data-slot="checkbox"
      className={cn(
        "peer relative inline-flex size-4 shrink-0 items-center justify-center rounded-xs border border-line-strong bg-surface align-middle text-on-brand after:absolute after:-inset-1.5 hover:border-ink-2 disabled:cursor-not-allowed aria-invalid:border-failed data-[state=checked]:border-brand data-[state=indeterminate]:border-brand data-[state=checked]:bg-brand data-[state=indeterminate]:bg-brand",
        className,
      )}
      {...props}
    >
      <Primitive.Indicator asChild>
        <svg viewBox="0 0 14 14" width="12" height="12" aria-hidden="true" fill="none" stroke="currentColor">
          {props.checked === "indeterminate" ? (
            <path d="M3 7h8" strokeWidth="2" />
          ) : (
            <path d="m2.5 7.4 3 3L11.5 4" strokeWidth="2" />
          )}
        </svg>
      </Primitive.Indicator>
    </Primitive.Root>
  );
}

export type CheckboxFieldProps = CheckboxProps & { label: ReactNode; hint?: ReactNode };

/** A box with its sentence; the whole line is the target. */
export function CheckboxField({ label, hint, className, id, ...props }: CheckboxFieldProps) {
  const made = useId();
  const boxId = id ?? made;
  return (
    <div
      data-slot="checkbox-field"
      className={cn("flex items-start gap-2.5", props.disabled && "opacity-60", className)}
    >
      <Checkbox id={boxId} className="mt-px" aria-describedby={hint ? `${boxId}-hint` : undefined} {...props} />
      <div className="grid gap-0.5">
        <label htmlFor={boxId} className="text-ink text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${boxId}-hint`} className="text-ink-2 text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
