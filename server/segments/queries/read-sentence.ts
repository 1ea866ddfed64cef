import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { describeCondition } from "@/contracts/describe-condition";
import { type Condition, rowsOf } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { readSentence as read, type UnknownWords } from "@/contracts/sentence/parse-condition";
import { type Named, vocabularyOf } from "@/contracts/vocabulary";
import { campaigns } from "@/drizzle/schema/campaigns";
import { companies } from "@/drizzle/schema/companies";
import { segments } from "@/drizzle/schema/segments";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { listVocabulary } from "../vocabulary";

export type SentenceRead = {
  condition: Condition | null;
  summary: string | null;
  rows: string[];
  unknown: UnknownWords[];
};

/** What a sentence would be as a rule, row by row, and the words it does not know. Nothing is saved. */
export const readSentence = defineQuery({
  name: "segment.read-sentence",
  permission: "segment:read",
  input: z.object({ text: z.string().trim().min(1, "Write a sentence.").max(2000) }),
  async run(ctx, { text }, tx): Promise<SentenceRead> {
    const lists = await listVocabulary(tx, ctx.workspaceNo, { segments: [], campaigns: [], companies: [] });
    const [segmentNames, campaignNames, companyNames] = await Promise.all([
      namedInText(tx, ctx.workspaceNo, segments, "segment", text),
      namedInText(tx, ctx.workspaceNo, campaigns, "campaign", text),
      namedInText(tx, ctx.workspaceNo, companies, "company", text),
    ]);
    const vocabulary = vocabularyOf({
      ...lists,
      segments: segmentNames,
      campaigns: campaignNames,
      companies: companyNames,
    });
    const { condition, unknown } = read(text, vocabulary);
    return {
      condition,
      summary: condition && describeCondition(condition, vocabulary),
      rows: condition ? rowsOf(condition).map((row) => describeCondition(row, vocabulary)) : [],
      unknown,
    };
  },
});

/** Things whose name stands in the text: a sentence can only mean these, however many there are. */
async function namedInText(
  tx: Tx,
  workspaceNo: number,
  table: typeof segments | typeof campaigns | typeof companies,
  kind: "segment" | "campaign" | "company",
  text: string,
): Promise<Named[]> {
  const rows = await tx
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(and(eq(table.workspaceNo, workspaceNo), sql`strpos(lower(${text}), lower(${table.name})) > 0`))
    .limit(500);
  return rows.map(({ id, name }) => ({ id: publicId(kind, id), name }));
}
