import "server-only";
import { uuidv7 } from "@/server/platform/ids";
import { stoppingSignal } from "@/server/platform/shutdown";
import type { Hit } from "./hit";
import { HitSpool } from "./hit-spool";
import { storeHits } from "./store-hits";

const shared = globalThis as typeof globalThis & { __carillonHits?: HitSpool };

function spool(): HitSpool {
  if (!shared.__carillonHits) {
    shared.__carillonHits = new HitSpool(storeHits);
    shared.__carillonHits.start(stoppingSignal());
  }
  return shared.__carillonHits;
}

/** Keeps one open, click or unsubscribe; resolves when nothing short of a lost disk can lose it. */
export const recordHit = (hit: Omit<Hit, "id" | "at">, now = new Date()): Promise<void> =>
  spool().record({ ...hit, id: uuidv7(now), at: now.toISOString() });

/** Begins draining, and takes over what an earlier process left. Safe to call on every request. */
export const startHitDrain = (): void => void spool();

/** For tests and shutdown: what is on disk is in Postgres when this resolves, unless Postgres is away. */
export const drainHits = (): Promise<void> => spool().drainNow();
