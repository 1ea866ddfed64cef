"use client";

import { useCallback, useSyncExternalStore } from "react";

const changed = new EventTarget();

/** A yes/no kept in this browser, the same in every component that reads it. `initial` on the server. */
export function useStoredFlag(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const read = () => {
    const stored = window.localStorage.getItem(name);
    return stored === null ? initial : stored === "yes";
  };
  const value = useSyncExternalStore(subscribe, read, () => initial);
  const write = useCallback(
    (next: boolean) => {
      window.localStorage.setItem(name, next ? "yes" : "no");
      changed.dispatchEvent(new Event("change"));
    },
    [name],
  );
  return [value, write];
}

function subscribe(notify: () => void): () => void {
  changed.addEventListener("change", notify);
  window.addEventListener("storage", notify);
  return () => {
    changed.removeEventListener("change", notify);
    window.removeEventListener("storage", notify);
  };
}
