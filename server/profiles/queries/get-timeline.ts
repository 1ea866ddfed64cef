import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import {
  TIMELINE_TYPES,
  type TimelineCounts,
  type TimelineEntry,
  type TimelinePage,
  type TimelineType,
  timelineSchema,
} from "@/contracts/timeline";
import { loadContact, personContacts } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { mergeStreams, type StreamItem, type StreamState } from "../rules/merge-streams";
import type { Person, TimelineSource } from "../timeline/source";
import { TIMELINE_SOURCES } from "../timeline/sources";

/**
 * Everything that happened to one person, newest first, in one stream; also what happened to contacts that went into
 * this one. Each source is read through its own index, at most `limit` rows, so a page costs the same for ten entries
 * as for ten thousand.
 */
export const getTimeline = defineQuery({
  name: "contact.timeline",
  permission: "contact:read",
  input: timelineSchema,
  async run(ctx, input, tx): Promise<TimelinePage> {
    const people = await peopleOf(tx, ctx.workspaceNo, input.contactId);
    const until = input.before ? new Date(input.before) : null;
    const before = readCursor(input.cursor);
    const streams = new Map<string, StreamItem<TimelineEntry>[]>();
    for (const source of sourcesFor(ctx, input.types))
      for (const person of people) {
        const id = `${source.id}:${person.contactNo}`;
        const after = before.taken[id] ?? null;
        const found = await source.fetch(ctx, tx, person, { after, until, limit: input.limit + 1 });
        streams.set(
          id,
          found.map(({ at, position, entry }) => ({ at: at.getTime(), position, value: entry })),
        );
      }
    const page = mergeStreams(streams, input.limit, before);
    for (const source of TIMELINE_SOURCES)
      await source.complete?.(
        ctx,
        tx,
        page.items.filter((entry) => entry.type === source.type),
      );
    return { data: page.items, hasMore: page.hasMore, nextCursor: page.hasMore ? writeCursor(page.state) : null };
  },
});

/** How many entries of each kind there are, counted from the rows. */
export const countTimeline = defineQuery({
  name: "contact.timeline-counts",
  permission: "contact:read",
  input: z.object({ contactId: idOf("contact") }),
  async run(ctx, { contactId }, tx): Promise<TimelineCounts> {
    const counts = Object.fromEntries(TIMELINE_TYPES.map((type) => [type, 0])) as TimelineCounts;
    const people = await peopleOf(tx, ctx.workspaceNo, contactId);
    for (const source of sourcesFor(ctx, undefined))
      for (const person of people) counts[source.type] += await source.count(ctx, tx, person);
    return counts;
  },
});

async function peopleOf(tx: Tx, workspaceNo: number, contactId: string): Promise<Person[]> {
  const contact = await loadContact(tx, workspaceNo, contactId);
  return personContacts(tx, workspaceNo, contact);
}

const sourcesFor = (ctx: Ctx, types: readonly TimelineType[] | undefined): TimelineSource[] =>
  TIMELINE_SOURCES.filter((source) => (types ?? TIMELINE_TYPES).includes(source.type) && allowed(ctx, source.needs));

const cursorSchema = z.tuple([z.number().nullable(), z.record(z.string(), z.array(z.union([z.string(), z.number()])))]);

/** The cursor of a page is where each of its streams stands. */
const writeCursor = ({ last, taken }: StreamState): string =>
  Buffer.from(JSON.stringify([Number.isFinite(last) ? last : null, taken])).toString("base64url");

function readCursor(cursor: string | null | undefined): StreamState {
  if (!cursor) return { last: Number.POSITIVE_INFINITY, taken: {} };
  try {
    const [last, taken] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { last: last ?? Number.POSITIVE_INFINITY, taken };
  } catch {
    throw new AppError("VALIDATION_ERROR", "cursor: use the next_cursor of an earlier answer as it is.", {
      field: "cursor",
      reason: "not a cursor",
    });
  }
}
