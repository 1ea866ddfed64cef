"use client";

import { X } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "./button";
import { cn } from "./cn";

/**
 * The × of a panel. Without a tooltip: it may take focus on opening, and an open tooltip would swallow the first Escape.
 * Put it last in the panel, so that focus goes to the first field instead.
 */
export function CloseButton({ className, ...props }: ComponentProps<"button">) {
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label="Close"
      className={cn("absolute top-2.5 right-3", className)}
      {...props}
    >
      <X aria-hidden="true" />
    </Button>
  );
}
