"use client";

import { useEffect, useState } from "react";

/** The value once it has stopped changing, so that typing does not ask the server on every key. */
export function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}

/** True once something has been going on for this long; stays true until it starts anew. */
export function useTakesLong(isGoing: boolean, afterMs: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isGoing) return;
    setLong(false);
    const timer = setTimeout(() => setLong(true), afterMs);
    return () => clearTimeout(timer);
  }, [isGoing, afterMs]);
  return isLong;
}
