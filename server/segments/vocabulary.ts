import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";
import type { Condition } from "@/contracts/documents/condition";
import { type IdKind, parsePublicId, publicId } from "@/contracts/ids";
import { idsIn, type Named, type Vocabulary, type VocabularyLists, vocabularyOf } from "@/contracts/vocabulary";
import { campaigns } from "@/drizzle/schema/campaigns";
import { companies } from "@/drizzle/schema/companies";
import { topics } from "@/drizzle/schema/consent";
import { contactFields, tags } from "@/drizzle/schema/contacts";
import { segments } from "@/drizzle/schema/segments";
import { companyFieldDefinitions } from "@/server/companies";
import type { Tx } from "@/server/platform/db";

/**
 * What rules can name. `all` reads saved rules: archived fields keep their name and meaning. `usable` judges them: a rule that
 * names an archived field is broken.
 */
export type WorkspaceVocabulary = { all: Vocabulary; usable: Vocabulary };

/** Fields and tags of the workspace, and of segments and campaigns only those that these rules name. */
export async function loadVocabulary(
  tx: Tx,
  workspaceNo: number,
  conditions: readonly Condition[],
): Promise<WorkspaceVocabulary> {
  const [fields, lists] = await Promise.all([allFields(tx, workspaceNo), namedThings(tx, workspaceNo, conditions)]);
  const inUse = fields.filter(({ isArchived }) => !isArchived);
  return {
    all: vocabularyOf({
      ...lists,
      fields: fields.map(({ field }) => field),
      companyFields: await companyFieldDefinitions(tx, workspaceNo, false),
    }),
    usable: vocabularyOf({
      ...lists,
      fields: inUse.map(({ field }) => field),
      companyFields: await companyFieldDefinitions(tx, workspaceNo, true),
    }),
  };
}

/** The same for a screen where rules are written: every tag and topic, and the segments and campaigns already named. */
export async function listVocabulary(
  tx: Tx,
  workspaceNo: number,
  named: { segments: readonly string[]; campaigns: readonly string[]; companies: readonly string[] },
): Promise<VocabularyLists> {
  const [fields, companyFields, companyList, tagList, topicList, segmentList, campaignList] = await Promise.all([
    usableFields(tx, workspaceNo),
    companyFieldDefinitions(tx, workspaceNo, true),
    namesOf(tx, workspaceNo, companies, "company", named.companies),
    listTags(tx, workspaceNo),
    listTopics(tx, workspaceNo),
    namesOf(tx, workspaceNo, segments, "segment", named.segments),
    namesOf(tx, workspaceNo, campaigns, "campaign", named.campaigns),
  ]);
  return {
    fields,
    companyFields,
    companies: companyList,
    tags: tagList,
    segments: segmentList,
    campaigns: campaignList,
    topics: topicList,
  };
}

async function namedThings(tx: Tx, workspaceNo: number, conditions: readonly Condition[]) {
  const [companyList, tagList, topicList, segmentList, campaignList] = await Promise.all([
    namesOf(tx, workspaceNo, companies, "company", idsIn(conditions, "company")),
    idsIn(conditions, "tag").length > 0 ? listTags(tx, workspaceNo) : [],
    idsIn(conditions, "topic").length > 0 ? listTopics(tx, workspaceNo) : [],
    namesOf(tx, workspaceNo, segments, "segment", idsIn(conditions, "segment")),
    namesOf(tx, workspaceNo, campaigns, "campaign", idsIn(conditions, "campaign")),
  ]);
  return { companies: companyList, tags: tagList, segments: segmentList, campaigns: campaignList, topics: topicList };
}

/** At most 2,000 (contracts/tags.ts MAX_TAGS). */
async function listTags(tx: Tx, workspaceNo: number): Promise<Named[]> {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(eq(tags.workspaceNo, workspaceNo))
    .orderBy(asc(tags.key));
  return rows.map(({ id, name }) => ({ id: publicId("tag", id), name }));
}

async function listTopics(tx: Tx, workspaceNo: number): Promise<Named[]> {
  const rows = await tx
    .select({ id: topics.id, name: topics.name })
    .from(topics)
    .where(eq(topics.workspaceNo, workspaceNo))
    .orderBy(asc(topics.topicNo));
  return rows.map(({ id, name }) => ({ id: publicId("topic", id), name }));
}

async function namesOf(
  tx: Tx,
  workspaceNo: number,
  table: typeof segments | typeof campaigns | typeof companies,
  kind: IdKind,
  ids: readonly string[],
): Promise<Named[]> {
  const uuids = ids.flatMap((id) => parsePublicId(kind, id) ?? []);
  if (uuids.length === 0) return [];
  const rows = await tx
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(and(eq(table.workspaceNo, workspaceNo), inArray(table.id, uuids)));
  return rows.map(({ id, name }) => ({ id: publicId(kind, id), name }));
}

export async function usableFields(tx: Tx, workspaceNo: number): Promise<FieldDefinition[]> {
  return (await allFields(tx, workspaceNo)).filter(({ isArchived }) => !isArchived).map(({ field }) => field);
}

export async function allFields(
  tx: Tx,
  workspaceNo: number,
): Promise<{ field: FieldDefinition; isArchived: boolean }[]> {
  const custom = await tx
    .select({
      key: contactFields.key,
      label: contactFields.label,
      type: contactFields.type,
      archivedAt: contactFields.archivedAt,
    })
    .from(contactFields)
    .where(eq(contactFields.workspaceNo, workspaceNo))
    .orderBy(asc(contactFields.fieldNo));
  // Standard fields come last into the map and so cannot be shadowed by a custom one of the same key.
  return [
    ...custom.map(({ archivedAt, ...field }) => ({
      field: { ...field, isStandard: false },
      isArchived: archivedAt !== null,
    })),
    ...STANDARD_FIELDS.map(({ key, label, type }) => ({
      field: { key, label, type, isStandard: true },
      isArchived: false,
    })),
  ];
}
