"use client";

import { RadioGroup as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioOption<Value extends string = string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
};

export type RadioGroupProps<Value extends string> = Omit<
  ComponentProps<typeof Primitive.Root>,
  "value" | "onValueChange" | "children"
> & {
  options: readonly RadioOption<Value>[];
  value?: Value;
  onValueChange?: (value: Value) => void;
};

/** One of a few choices, each with room for a sentence. For two to four short words use SegmentedControl. */
export function RadioGroup<Value extends string>({
  options,
  onValueChange,
  className,
  ...props
}: RadioGroupProps<Value>) {
  const base = useId();
  return (
    <Primitive.Root
      data-slot="radio-group"
      className={cn("grid gap-3", className)}
      onValueChange={(value) => {
        const chosen = options.find((option) => option.value === value);
        if (chosen) onValueChange?.(chosen.value);
      }}
      {...props}
    >
      {options.map((option) => {
        const id = `${base}-${option.value}`;
        return (
          <div key={option.value} className="flex items-start gap-2.5">
            <Primitive.Item
              id={id}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.hint ? `${id}-hint` : undefined}
              className="relative mt-px inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface after:absolute after:-inset-1.5 hover:border-ink-2 disabled:opacity-50 data-[state=checked]:border-brand"
            >
              <Primitive.Indicator className="size-2 rounded-full bg-brand" />
            </Primitive.Item>
            <div className="grid gap-0.5">
              <label htmlFor={id} className={cn("text-sm", option.disabled ? "text-ink-3" : "text-ink")}>
                {option.label}
              </label>
              {option.hint ? (
                <p id={`${id}-hint`} className="text-ink-2 text-xs">
                  {option.hint}
                </p>
              ) : null}
            </div>
          </div>
        );
      })}
    </Primitive.Root>
  );
}
