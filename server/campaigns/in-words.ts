import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { scheduleInWords } from "@/contracts/campaign-schedule";
import type { CampaignDefinition } from "@/contracts/campaigns";
import { providers } from "@/drizzle/schema/channels";
import { findTopic } from "@/server/consent";
import type { Tx } from "@/server/platform/db";
import { describeRules, segmentNames } from "@/server/segments";
import { bodyLines, type DefinitionWords } from "./rules/diff-definitions";

/** Definitions as people read them: names instead of ids, sentences instead of rules. */
export async function definitionsInWords(
  tx: Tx,
  { workspaceNo, timeZone }: { workspaceNo: number; timeZone: string },
  definitions: readonly CampaignDefinition[],
): Promise<DefinitionWords[]> {
  const names = await segmentNames(
    tx,
    workspaceNo,
    definitions.flatMap(({ audience }) => [...audience.include, ...audience.exclude]),
  );
  const rules = await describeRules(
    tx,
    workspaceNo,
    definitions.flatMap(({ audience }) => (audience.condition ? [audience.condition] : [])),
  );
  const roads = await providerNames(
    tx,
    workspaceNo,
    definitions.flatMap(({ providerNo }) => providerNo ?? []),
  );
  const topicIds = [...new Set(definitions.flatMap(({ content }) => content.topicId ?? []))];
  const topics = new Map<string, string>();
  for (const id of topicIds) topics.set(id, (await findTopic(tx, workspaceNo, id))?.name ?? "A topic that is gone");
  const listed = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? "A segment that is gone").join(", ");
  let rule = 0;
  return definitions.map(({ name, audience, content, schedule, providerNo }) => ({
    name,
    audience: [
      audience.include.length > 0 ? `Send to ${listed(audience.include)}` : null,
      audience.condition ? (rules[rule++] ?? null) : null,
      audience.exclude.length > 0 ? `But not ${listed(audience.exclude)}` : null,
    ]
      .filter(Boolean)
      .join(". "),
    subject: [content.document?.subject, content.document?.preheader].filter(Boolean).join(" — "),
    content: bodyLines(content.document),
    sender: [content.fromName || "The provider's sender", content.replyTo && `replies to ${content.replyTo}`]
      .filter(Boolean)
      .join(", "),
    topic: content.topicId ? (topics.get(content.topicId) ?? null) : "No topic",
    provider: providerNo === null ? "The workspace's provider" : (roads.get(providerNo) ?? "A provider that is gone"),
    schedule: scheduleInWords(schedule, timeZone),
  }));
}

async function providerNames(tx: Tx, workspaceNo: number, numbers: number[]): Promise<Map<number, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx
    .select({ providerNo: providers.providerNo, name: providers.name })
    .from(providers)
    .where(and(eq(providers.workspaceNo, workspaceNo), inArray(providers.providerNo, numbers)));
  return new Map(rows.map((row) => [row.providerNo, row.name]));
}
