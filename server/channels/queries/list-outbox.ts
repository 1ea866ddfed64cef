import "server-only";
import { and, desc, eq, gte, ilike, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { maskEmail } from "@/contracts/addresses";
import { idOf, publicId } from "@/contracts/ids";
import { localMessages } from "@/drizzle/schema/channels";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx, demand } from "@/server/platform/context";
import { notFound } from "@/server/platform/errors";
import { decodeCursor, pageInput, toPage } from "@/server/platform/paging";
import { composeMime } from "../email/mime";

type Row = typeof localMessages.$inferSelect;

const address = (ctx: Ctx, text: string): string => (allowed(ctx, "contact:pii") ? text : maskEmail(text));

const summaryOf = (ctx: Ctx, row: Row) => ({
  id: publicId("message", row.messageId),
  receivedAt: row.receivedAt.toISOString(),
  to: address(ctx, row.toAddress),
  toName: row.toName,
  from: row.fromAddress,
  fromName: row.fromName,
  subject: hideAddress(ctx, row, row.subject),
});

const outboxFilter = pageInput.extend({
  /** Part of the subject or of the recipient's address. */
  search: z.string().trim().max(200).optional(),
  /** Everything sent to one address. */
  to: z.string().trim().max(254).optional(),
  /** Received at this instant or later. */
  since: z.iso.datetime({ offset: true }).optional(),
});

function whereOf(ctx: Ctx, { cursor, search, to, since }: z.output<typeof outboxFilter>): SQL | undefined {
  // Without contact:pii nobody may find out whether an address is written to.
  if (to) demand(ctx, "contact:pii");
  const before = decodeCursor(cursor, z.tuple([z.number().int()]));
  const pattern = search ? `%${search.replace(/[\\%_]/g, "\\$&")}%` : null;
  return and(
    eq(localMessages.workspaceNo, ctx.workspaceNo),
    before ? lt(localMessages.localNo, before[0]) : undefined,
    to ? eq(localMessages.toAddress, to) : undefined,
    since ? gte(localMessages.receivedAt, new Date(since)) : undefined,
    pattern
      ? or(
          ilike(localMessages.subject, pattern),
          // Without contact:pii nobody may find out by searching who is written to.
          allowed(ctx, "contact:pii") ? ilike(localMessages.toAddress, pattern) : undefined,
        )
      : undefined,
  );
}

/** What the Local Inbox received, newest first. Searches subject and recipient. */
export const listOutbox = defineQuery({
  name: "outbox.list",
  permission: "inbox:read",
  input: outboxFilter,
  async run(ctx, input, tx) {
    const rows = await tx
      .select()
      .from(localMessages)
      .where(whereOf(ctx, input))
      .orderBy(desc(localMessages.localNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [row.localNo],
      (row) => summaryOf(ctx, row),
    );
  },
});

/** One message as it left: parts, header fields, links, and the complete MIME source. */
export const getOutboxMessage = defineQuery({
  name: "outbox.get",
  permission: "inbox:read",
  input: z.object({ messageId: idOf("message") }),
  async run(ctx, { messageId }, tx) {
    const [row] = await tx
      .select()
      .from(localMessages)
      .where(and(eq(localMessages.workspaceNo, ctx.workspaceNo), eq(localMessages.messageId, messageId)));
    if (!row) throw notFound("message");
    return toOutboxMessage(ctx, row);
  },
});

/** Whole messages for programs: what a test reads after a send (GET /api/v1/outbox). */
export const readOutbox = defineQuery({
  name: "outbox.read",
  permission: "inbox:read",
  input: outboxFilter,
  async run(ctx, input, tx) {
    const rows = await tx
      .select()
      .from(localMessages)
      .where(whereOf(ctx, input))
      .orderBy(desc(localMessages.localNo))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [row.localNo],
      (row) => partsOf(ctx, row),
    );
  },
});

const partsOf = (ctx: Ctx, row: Row) => ({
  ...summaryOf(ctx, row),
  html: hideAddress(ctx, row, row.html),
  text: hideAddress(ctx, row, row.text),
  headers: row.headers.map(([name, value]) => ({ name, value: hideAddress(ctx, row, value) })),
  links: linksOf(hideAddress(ctx, row, row.html)),
});

/** The recipient's address wherever a merge tag put it. */
const hideAddress = (ctx: Ctx, row: Row, text: string): string =>
  allowed(ctx, "contact:pii")
    ? text
    : text
        .replaceAll(row.toAddress, maskEmail(row.toAddress))
        .replaceAll(encodeURIComponent(row.toAddress), encodeURIComponent(maskEmail(row.toAddress)));

function toOutboxMessage(ctx: Ctx, row: Row) {
  const source = composeMime({
    messageId: row.messageId,
    date: new Date(headerOf(row, "Date") ?? row.receivedAt),
    from: { address: row.fromAddress, name: row.fromName ?? "" },
    to: { address: address(ctx, row.toAddress), name: row.toName },
    replyTo: headerOf(row, "Reply-To"),
    subject: hideAddress(ctx, row, row.subject),
    html: hideAddress(ctx, row, row.html),
    text: hideAddress(ctx, row, row.text),
    headers: row.headers.filter(([name]) => !COMPOSED.has(name)),
  });
  return { ...partsOf(ctx, row), source: source.toString("utf8"), deliveries: row.deliveries };
}

/** Fields the MIME composer writes itself. */
const COMPOSED = new Set(["Date", "From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version", "Content-Type"]);

const headerOf = (row: Row, name: string): string | null => row.headers.find(([key]) => key === name)?.[1] ?? null;

/** Every address a reader could click, in order. */
function linksOf(html: string): string[] {
  const found = [...html.matchAll(/\shref=(?:"([^"]+)"|'([^']+)')/g)].map((m) =>
    (m[1] ?? m[2] ?? "").replaceAll("&amp;", "&"),
  );
  return [...new Set(found.filter((url) => /^https?:/.test(url)))];
}
