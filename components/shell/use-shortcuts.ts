"use client";

import { useEffect, useRef } from "react";
import { allowedBindings, CHORD_WAIT_MS, matchShortcut } from "./shortcut-matcher";

/** Runs `bindings[keys]` for keys pressed outside fields and dialogs; see matchShortcut for how keys are written. */
export function useShortcuts(bindings: Readonly<Record<string, () => void>>, singleKeys: boolean): void {
  const latest = useRef({ bindings, singleKeys });
  useEffect(() => {
    latest.current = { bindings, singleKeys };
  });
  useEffect(() => {
    let pending: string | null = null;
    let pressedAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const mod = event.metaKey || event.ctrlKey;
      if (event.defaultPrevented || event.isComposing || (!mod && isTyping(event.target))) return;
      // A modal owns the keyboard; only the palette's own Cmd-K still works, to close it.
      if (!mod && document.querySelector('[data-slot="dialog"],[data-slot="alert-dialog"],[data-slot="sheet"]')) return;
      if (event.timeStamp - pressedAt > CHORD_WAIT_MS) pending = null;
      const allowed = allowedBindings(Object.keys(latest.current.bindings), latest.current.singleKeys);
      const step = matchShortcut(pending, { key: event.key, mod, alt: event.altKey }, allowed);
      pending = step.pending;
      pressedAt = event.timeStamp;
      if (step.run) {
        event.preventDefault();
        latest.current.bindings[step.run]?.();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input,textarea,select,[role=menu],[role=listbox]") !== null;
}
