"use client";

import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import type { ButtonVariants } from "./button-variants";
import { Kbd } from "./kbd";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** The accessible name and the tooltip. */
  label: string;
  /** Keys that do the same, shown in the tooltip: "g c". */
  shortcut?: string;
  variant?: ButtonVariants["variant"];
  size?: "icon" | "icon-sm";
  side?: "top" | "right" | "bottom" | "left";
  loading?: boolean;
  children: ReactNode;
};

export function IconButton({ label, shortcut, variant = "ghost", size = "icon", side, ...props }: IconButtonProps) {
  const tip = shortcut ? (
    <span className="inline-flex items-center gap-2">
      {label} <Kbd keys={shortcut} className="[&_kbd]:border-canvas/40 [&_kbd]:text-canvas" />
    </span>
  ) : (
    label
  );
  return (
    <Tooltip content={tip} side={side}>
      <Button variant={variant} size={size} aria-label={label} {...props} />
    </Tooltip>
  );
}
