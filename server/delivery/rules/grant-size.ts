const MOST = 1000;

/**
 * How many people to ask permits for next, after a grant of `size` was sent in `tookMs`: many while the provider is fast,
 * so that asking costs little, one call's worth while it is slow, so that nobody's no waits behind a queue of calls.
 */
export function nextGrantSize(size: number, tookMs: number, perCall: number): number {
  if (tookMs < 500) return Math.min(MOST, size * 2);
  if (tookMs > 1000) return Math.max(perCall, Math.floor(size / 2));
  return size;
}
