"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { EmailDocument } from "@/contracts/documents/email";
import { jump, record, redo, startHistory, undo } from "./history";

/** Undo and redo around a document the caller keeps. A document that comes from elsewhere starts a new step. */
export function useDocumentHistory(document: EmailDocument, onChange: (document: EmailDocument) => void) {
  const [history, setHistory] = useState(() => startHistory(document));
  const latest = useRef(history);
  latest.current = history.present === document ? history : jump(history, document);

  const go = useCallback(
    (next: typeof history) => {
      if (next === latest.current) return;
      latest.current = next;
      setHistory(next);
      onChange(next.present);
    },
    [onChange],
  );
  const change = useCallback((next: EmailDocument) => go(record(latest.current, next, performance.now())), [go]);
  const stepBack = useCallback(() => go(undo(latest.current)), [go]);
  const stepOn = useCallback(() => go(redo(latest.current)), [go]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z" || isWriting(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) stepOn();
      else stepBack();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [stepBack, stepOn]);

  return { change, undo: stepBack, redo: stepOn, canUndo: history.past.length > 0, canRedo: history.future.length > 0 };
}

/** Fields have an undo of their own. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest("input,textarea") !== null);
