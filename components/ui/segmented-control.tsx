"use client";

import { ToggleGroup as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type SegmentedOption<Value extends string> = { value: Value; label: ReactNode; disabled?: boolean };

export type SegmentedControlProps<Value extends string> = {
  label: string;
  options: readonly SegmentedOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  size?: "sm" | "md";
  className?: string;
};

/** Two to four short words, one of them true. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onValueChange,
  size = "md",
  className,
}: SegmentedControlProps<Value>) {
  return (
    <Primitive.Root
      type="single"
      aria-label={label}
      data-slot="segmented-control"
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("inline-flex w-fit rounded-md border border-line-strong bg-surface p-px", className)}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={cn(
            "rounded-sm px-2.5 text-ink-2 text-sm hover:text-ink disabled:opacity-50 data-[state=on]:bg-brand-wash data-[state=on]:font-medium data-[state=on]:text-brand",
            size === "sm" ? "h-6 text-xs" : "h-7.5",
          )}
        >
          {option.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}
