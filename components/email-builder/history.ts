/** Undo and redo as a value: what was, what is, what was undone. */
export type History<T> = { past: readonly T[]; present: T; future: readonly T[]; changedAt: number };

const LIMIT = 200;
/** Changes closer together than this are one step, so that undo takes back words, not letters. */
const TOGETHER_MS = 700;

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], changedAt: 0 });

export function record<T>(history: History<T>, next: T, nowMs: number): History<T> {
  if (next === history.present) return history;
  const isSameStep = history.past.length > 0 && nowMs - history.changedAt < TOGETHER_MS;
  const past = isSameStep ? history.past : [...history.past, history.present].slice(-LIMIT);
  return { past, present: next, future: [], changedAt: nowMs };
}

/** A value that came from elsewhere is a step of its own. */
export const jump = <T>({ past, present }: History<T>, next: T): History<T> => ({
  past: [...past, present].slice(-LIMIT),
  present: next,
  future: [],
  changedAt: 0,
});

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    changedAt: 0,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future, changedAt: 0 };
}
