import "server-only";
import type { Permission } from "@/contracts/access";
import type { TimelineEntry, TimelineType } from "@/contracts/timeline";
import type { Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";

/** The sort key of an entry in its own source: what the source's index is ordered by. */
export type Position = readonly (string | number)[];
/** Where to go on: behind `after`, and only what happened before `until`. */
export type From = { after: Position | null; until: Date | null; limit: number };
export type Found = { at: Date; position: Position; entry: TimelineEntry };

export type Person = { contactNo: number; contactId: string };

/** One stream of entries of one contact, newest first, read through an index of its own. */
export type TimelineSource = {
  id: string;
  type: TimelineType;
  needs: Permission;
  fetch(ctx: Ctx, tx: Tx, person: Person, from: From): Promise<Found[]>;
  count(ctx: Ctx, tx: Tx, person: Person): Promise<number>;
  /** Adds what is only worth reading for entries that are shown. */
  complete?(ctx: Ctx, tx: Tx, entries: TimelineEntry[]): Promise<void>;
};
