"use client";

import { Switch as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

/** Takes effect at once, with no Save. A value that is saved with a form is a Checkbox. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      data-slot="switch"
      className={cn(
        "relative inline-flex h-4.5 w-8 shrink-0 items-center rounded-md border border-line-strong bg-sunken transition-colors after:absolute after:-inset-1 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:border-brand data-[state=checked]:bg-brand",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-3 translate-x-0.5 rounded-xs bg-line-strong transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-brand" />
    </Primitive.Root>
  );
}

export type SwitchFieldProps = ComponentProps<typeof Primitive.Root> & { label: ReactNode; hint?: ReactNode };

export function SwitchField({ label, hint, id, className, ...props }: SwitchFieldProps) {
  const made = useId();
  const switchId = id ?? made;
  return (
    <div data-slot="switch-field" className={cn("flex items-start gap-3", className)}>
      <Switch id={switchId} aria-describedby={hint ? `${switchId}-hint` : undefined} {...props} />
      <div className="grid gap-0.5">
        <label htmlFor={switchId} className="text-ink text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${switchId}-hint`} className="text-ink-2 text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
