import "server-only";
import { parsePublicId, publicId } from "@/contracts/ids";
import type { TimelineEntry } from "@/contracts/timeline";
import { countEntityHistory, entityHistory } from "@/server/audit";
import { countLedger, ledgerOf } from "@/server/consent";
import { countMessagesOf, fatesOf, messagesOf } from "@/server/delivery";
import { countImportsOf, importsOf } from "@/server/imports";
import { allowed } from "@/server/platform/context";
import { messageId } from "@/server/platform/message-ref";
import { countVisits, type VisitStream, visitsOf } from "@/server/segments";
import { messageSteps } from "../rules/message-steps";
import type { Position, TimelineSource } from "./source";

const numberOf = (position: Position | null): number | null => (position ? Number(position[0]) : null);
const instantOf = (position: Position | null): readonly [string, number] | null =>
  position ? [String(position[0]), Number(position[1])] : null;

/** What was said about consent stands in its own stream, with proof. */
const audited = (contactId: string) => ({ type: "contact", id: contactId, except: "consent." });

const changes: TimelineSource = {
  id: "change",
  type: "change",
  needs: "contact:read",
  async fetch(ctx, tx, { contactId }, { after, until, limit }) {
    const rows = await entityHistory(tx, ctx.workspaceNo, audited(contactId), { after: numberOf(after), until, limit });
    return rows.map((row) => ({
      at: row.at,
      position: [row.chainNo],
      entry: {
        id: publicId("audit", row.id),
        type: "change" as const,
        at: row.at.toISOString(),
        action: row.action,
        actor: row.actor,
        fields: Array.isArray(row.changes?.fields) ? row.changes.fields.map(String) : [],
        raw: { action: row.action, actor: row.actor, at: row.at.toISOString(), changes: row.changes },
      },
    }));
  },
  count: (ctx, tx, { contactId }) => countEntityHistory(tx, ctx.workspaceNo, audited(contactId)),
};

const consent: TimelineSource = {
  id: "consent",
  type: "consent",
  needs: "consent:read",
  async fetch(ctx, tx, { contactNo }, { after, until, limit }) {
    const rows = await ledgerOf(tx, ctx.workspaceNo, contactNo, { after: instantOf(after), until, limit });
    return rows.map((row) => {
      const { channel, topicNo, state, source, evidence, wording, actorType } = row;
      const at = row.at.toISOString();
      return {
        at: row.at,
        position: [at, row.chainNo],
        entry: {
          id: `consent_${contactNo}_${row.chainNo}`,
          type: "consent" as const,
          at,
          channel,
          topicNo,
          state,
          source,
          evidence,
          wording,
          raw: { channel, state, source, evidence, wording, actorType, at },
        },
      };
    });
  },
  count: (ctx, tx, { contactNo }) => countLedger(tx, ctx.workspaceNo, contactNo),
};

const visits = (stream: VisitStream): TimelineSource => ({
  id: stream,
  type: "segment",
  needs: "segment:read",
  async fetch(ctx, tx, { contactNo }, { after, until, limit }) {
    const rows = await visitsOf(tx, ctx.workspaceNo, contactNo, stream, { after: instantOf(after), until, limit });
    return rows.map((row) => {
      const segmentId = publicId("segment", row.segmentId);
      const at = row.at.toISOString();
      const what = stream === "exited" ? ("exited" as const) : ("entered" as const);
      return {
        at: row.at,
        position: [at, row.no],
        entry: {
          id: `${segmentId}_${what}_${at}`,
          type: "segment" as const,
          at,
          what,
          segmentId,
          name: row.name,
          raw: {
            segment: segmentId,
            name: row.name,
            enteredAt: row.enteredAt.toISOString(),
            exitedAt: row.exitedAt?.toISOString() ?? null,
          },
        },
      };
    });
  },
  count: (ctx, tx, { contactNo }) => countVisits(tx, ctx.workspaceNo, contactNo, stream),
});

const messages: TimelineSource = {
  id: "message",
  type: "message",
  needs: "campaign:read",
  async fetch(ctx, tx, { contactNo }, { after, until, limit }) {
    const rows = await messagesOf(tx, ctx.workspaceNo, contactNo, { after: numberOf(after), until, limit });
    return rows.map((row) => ({
      at: row.at,
      position: [row.ref.runNo],
      entry: {
        id: publicId("message", messageId(row.ref)),
        type: "message" as const,
        at: row.at.toISOString(),
        kind: row.kind,
        subject: row.subject,
        campaign: row.campaign,
        state: "pending" as const,
        reason: null,
        steps: [],
        raw: {},
      },
    }));
  },
  count: (ctx, tx, { contactNo }) => countMessagesOf(tx, ctx.workspaceNo, contactNo),
  async complete(ctx, tx, entries) {
    const shown = entries.filter((entry) => entry.type === "message");
    const fates = await fatesOf(
      tx,
      ctx.workspaceNo,
      shown.flatMap((entry) => messageUuid(entry) ?? []),
    );
    // A provider's words often quote the address.
    const seesPii = allowed(ctx, "contact:pii");
    for (const entry of shown) {
      const fate = fates.get(messageUuid(entry) ?? "");
      if (!fate) continue;
      const steps = messageSteps(fate).map((step) => ({ ...step, detail: seesPii ? step.detail : null }));
      Object.assign(entry, { state: fate.state, reason: fate.reason, steps });
      const { subject, kind, campaign } = entry;
      entry.raw = { message: entry.id, kind, subject, campaign, state: fate.state, reason: fate.reason, steps };
    }
  },
};

const messageUuid = (entry: TimelineEntry): string | null => parsePublicId("message", entry.id);

const imports: TimelineSource = {
  id: "import",
  type: "import",
  needs: "contact:read",
  async fetch(ctx, tx, { contactNo }, { after, until, limit }) {
    const rows = await importsOf(tx, ctx.workspaceNo, contactNo, { after: numberOf(after), until, limit });
    return rows.map((row) => {
      const importId = publicId("import", row.id);
      const what = row.isNew ? ("created" as const) : ("updated" as const);
      const at = row.at.toISOString();
      const raw = { import: importId, fileName: row.fileName, what, at };
      return {
        at: row.at,
        position: [row.importNo],
        entry: { id: `${importId}_${what}`, type: "import" as const, at, importId, fileName: row.fileName, what, raw },
      };
    });
  },
  count: (ctx, tx, { contactNo }) => countImportsOf(tx, ctx.workspaceNo, contactNo),
};

/** Where a timeline comes from. A new kind of entry is a new line here and a card on the page. */
export const TIMELINE_SOURCES: readonly TimelineSource[] = [
  messages,
  consent,
  visits("current"),
  visits("entered"),
  visits("exited"),
  changes,
  imports,
];
