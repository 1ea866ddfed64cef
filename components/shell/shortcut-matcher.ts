/** How long the first key of a chord waits for the second. */
export const CHORD_WAIT_MS = 1200;

export type PressedKey = { key: string; mod: boolean; alt: boolean };
export type ShortcutStep = { run: string | null; pending: string | null };

/**
 * What a key press means, given the chord prefix still waiting. Bindings are written "c", "?", "g c", "mod+k".
 * A key that completes nothing and begins nothing clears the prefix, so a mistyped chord never fires later.
 */
export function matchShortcut(pending: string | null, press: PressedKey, bindings: readonly string[]): ShortcutStep {
  if (press.alt) return { run: null, pending: null };
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.mod) {
    const binding = `mod+${key}`;
    return { run: bindings.includes(binding) ? binding : null, pending: null };
  }
  const chord = pending ? `${pending} ${key}` : null;
  if (chord && bindings.includes(chord)) return { run: chord, pending: null };
  if (bindings.includes(key)) return { run: key, pending: null };
  const begins = bindings.some((binding) => binding.startsWith(`${key} `));
  return { run: null, pending: begins ? key : null };
}

/** Bindings left when single keys are turned off (WCAG 2.1.4): only those with a modifier. */
export function allowedBindings(bindings: readonly string[], singleKeys: boolean): string[] {
  return bindings.filter((binding) => singleKeys || binding.startsWith("mod+"));
}
