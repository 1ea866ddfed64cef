import "server-only";
import { sql } from "drizzle-orm";
import type { Channel } from "@/contracts/channels";
import type { ConsentState } from "@/contracts/consent";
import { type MergeField, type MergePreview, previewMergeSchema } from "@/contracts/merges";
import { mergedState } from "@/server/consent";
import {
  type ContactRow,
  fieldDefinitions,
  loadContact,
  mergeKeys,
  mergeValue,
  pickSide,
  toTaggedContact,
} from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { mergeRefusal } from "../rules/merge-refusal";

/** What merging two contacts would do: each field of both with the side that wins by itself, and all that would move. */
export const previewMerge = defineQuery({
  name: "contact.preview-merge",
  permission: "contact:write",
  input: previewMergeSchema,
  async run(ctx, input, tx): Promise<MergePreview> {
    const { workspaceNo } = ctx;
    const winner = await loadContact(tx, workspaceNo, input.winnerId);
    const loser = await loadContact(tx, workspaceNo, input.loserId);
    const [left, right] = [await toTaggedContact(tx, ctx, winner), await toTaggedContact(tx, ctx, loser)];
    const numbers: Pair = [workspaceNo, winner.contactNo, loser.contactNo];
    return {
      winner: left,
      loser: right,
      fields: allowed(ctx, "contact:pii") ? await fieldsOf(tx, workspaceNo, winner, loser) : [],
      consent: allowed(ctx, "consent:read") ? await consentOf(tx, numbers) : [],
      segments: await inSegments(tx, numbers),
      companies: await inCompanies(tx, numbers),
      tags: [...new Set([...left.tags, ...right.tags])].map((name) => ({
        name,
        winner: left.tags.includes(name),
        loser: right.tags.includes(name),
      })),
      messages: await countMessages(tx, numbers),
      refusal: mergeRefusal(winner, loser),
    };
  },
});

type Pair = readonly [workspaceNo: number, winnerNo: number, loserNo: number];

async function fieldsOf(tx: Tx, workspaceNo: number, winner: ContactRow, loser: ContactRow): Promise<MergeField[]> {
  const labels = new Map((await fieldDefinitions(tx, workspaceNo)).map((field) => [field.key, field.label]));
  return mergeKeys(winner, loser).map((key) => ({
    key,
    label: labels.get(key) ?? key,
    winner: mergeValue(winner, key),
    loser: mergeValue(loser, key),
    pick: pickSide(key, winner, loser),
  }));
}

async function consentOf(tx: Tx, [workspaceNo, winnerNo, loserNo]: Pair): Promise<MergePreview["consent"]> {
  type Row = { channel: Channel; topic_no: number; winner: ConsentState | null; loser: ConsentState | null };
  const rows = await tx.execute<Row>(sql`
    select channel, topic_no, max(state) filter (where contact_no = ${winnerNo}::bigint) as winner,
           max(state) filter (where contact_no = ${loserNo}::bigint) as loser
      from consent_state
     where workspace_no = ${workspaceNo}::int and contact_no in (${winnerNo}::bigint, ${loserNo}::bigint)
     group by channel, topic_no order by channel, topic_no`);
  return rows.flatMap(({ topic_no: topicNo, ...row }) => {
    const result = mergedState(row.winner, row.loser);
    return result ? [{ ...row, topicNo, result }] : [];
  });
}

type Side = { name: string; winner: boolean; loser: boolean };

const inSegments = async (tx: Tx, [workspaceNo, winnerNo, loserNo]: Pair): Promise<Side[]> => [
  ...(await tx.execute<Side>(sql`
    select s.name, bool_or(m.contact_no = ${winnerNo}::bigint) as winner, bool_or(m.contact_no = ${loserNo}::bigint) as loser
      from segment_members m
      join segments s on s.workspace_no = m.workspace_no and s.segment_no = m.segment_no
     where m.workspace_no = ${workspaceNo}::int and m.contact_no in (${winnerNo}::bigint, ${loserNo}::bigint)
     group by s.segment_no, s.name order by s.name limit 100`)),
];

const inCompanies = async (tx: Tx, [workspaceNo, winnerNo, loserNo]: Pair): Promise<Side[]> => [
  ...(await tx.execute<Side>(sql`
    select o.name, bool_or(m.contact_no = ${winnerNo}::bigint) as winner, bool_or(m.contact_no = ${loserNo}::bigint) as loser
      from contact_companies m
      join companies o on o.workspace_no = m.workspace_no and o.company_no = m.company_no
     where m.workspace_no = ${workspaceNo}::int and m.contact_no in (${winnerNo}::bigint, ${loserNo}::bigint)
     group by o.company_no, o.name order by o.name limit 100`)),
];

/** Index: run_recipients_contact. */
async function countMessages(tx: Tx, [workspaceNo, winnerNo, loserNo]: Pair): Promise<MergePreview["messages"]> {
  const [row] = await tx.execute<{ winner: number; loser: number }>(sql`
    select count(*) filter (where contact_no = ${winnerNo}::bigint)::int as winner,
           count(*) filter (where contact_no = ${loserNo}::bigint)::int as loser
      from run_recipients
     where workspace_no = ${workspaceNo}::int and contact_no in (${winnerNo}::bigint, ${loserNo}::bigint)`);
  return { winner: row?.winner ?? 0, loser: row?.loser ?? 0 };
}
