"use client";

import { useTheme } from "next-themes";
import type { ReactNode } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { ProgressRing } from "./progress-ring";

export { toast };

/** Where toasts appear; mounted once in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-left"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full sm:w-90 items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 text-sm text-ink shadow-lift font-sans",
          content: "grow min-w-0",
          title: "font-medium",
          description: "text-ink-2 text-xs",
          actionButton:
            "ml-auto shrink-0 rounded-md border border-line-strong px-2.5 h-7 text-xs font-medium hover:bg-sunken",
          error: "border-l-2 border-l-failed",
          icon: "text-ink-2",
        },
      }}
    />
  );
}

export type ToastUndoOptions = {
  onUndo: () => void;
  description?: ReactNode;
  /** How long the way back stays open; default 10 s. Must be what the server grants, or less. */
  seconds?: number;
  undoLabel?: string;
};

/** Says what was done and counts down the seconds in which it can be taken back. Returns the toast's id. */
export function toastUndo(
  message: string,
  { onUndo, description, seconds = 10, undoLabel = "Undo" }: ToastUndoOptions,
): string | number {
  return toast(message, {
    description,
    duration: seconds * 1000,
    icon: <ProgressRing seconds={seconds} label={`${seconds} seconds to undo`} />,
    action: { label: undoLabel, onClick: onUndo },
  });
}
