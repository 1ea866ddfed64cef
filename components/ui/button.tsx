"use client";

import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonVariants, buttonVariants } from "./button-variants";
import { cn } from "./cn";
import { StatusMark } from "./status-mark";

export type ButtonProps = ComponentProps<"button"> &
  ButtonVariants & {
    /** Renders the single child (a link) with the look of a button. */
    asChild?: boolean;
    /** Refuses presses and says so; the width stays, the words change to `loadingLabel`. */
    loading?: boolean;
    loadingLabel?: ReactNode;
  };

// The wave is cut out of the disc, so on a filled button it takes the fill's colour.
const WAVES: Partial<Record<NonNullable<ButtonVariants["variant"]>, string>> = {
  primary: "[&_path]:stroke-brand",
  "destructive-confirmed": "[&_path]:stroke-failed",
};

/** The one button. Outline is the default; a view has at most one `primary`. */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  loading = false,
  loadingLabel,
  disabled,
  children,
  type = "button",
  onClick,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root data-slot="button" className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  // aria-disabled keeps focus where it was: a disabled button would drop it to the page while it works.
  return (
    <button
      data-slot="button"
      type={loading ? "button" : type}
      className={classes}
      disabled={disabled}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={loading ? undefined : onClick}
      {...props}
    >
      {loading ? (
        <>
          <StatusMark
            status="live"
            label="Working"
            glyphOnly
            className={cn("[&_svg]:text-current", WAVES[variant ?? "secondary"])}
          />
          {loadingLabel ?? children}
        </>
      ) : (
        children
      )}
    </button>
  );
}
