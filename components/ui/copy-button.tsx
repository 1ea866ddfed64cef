"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button";

export type CopyButtonProps = { value: string; label?: string; className?: string };

/** Copies a value and says so, to the eye and to a screen reader. */
export function CopyButton({ value, label = "Copy", className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    // Refused outside a secure context (plain http on a LAN address): say so instead of pretending.
    try {
      await navigator.clipboard.writeText(value);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  const words = { idle: label, copied: "Copied", refused: "This browser refused; select and copy by hand" };
  return (
    <>
      <IconButton label={words[state]} size="icon-sm" onClick={copy} className={className}>
        {state === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" className="size-3.5" />}
      </IconButton>
      <span role="status" className="sr-only">
        {state === "idle" ? "" : words[state]}
      </span>
    </>
  );
}
