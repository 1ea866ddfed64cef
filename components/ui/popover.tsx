"use client";

import { Popover as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { popoverClass } from "./select";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverAnchor = Primitive.Anchor;
export const PopoverClose = Primitive.Close;

export type PopoverContentProps = ComponentProps<typeof Primitive.Content> & {
  /** What it is about; a popover is a small dialog and needs a name. */
  label: string;
};

export function PopoverContent({ label, className, align = "start", sideOffset = 4, ...props }: PopoverContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="popover"
        aria-label={label}
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(popoverClass, "w-80 p-3 outline-none", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}
