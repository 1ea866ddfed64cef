import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { ContactFieldSummary } from "@/contracts/contact-fields";
import { STANDARD_FIELDS } from "@/contracts/contacts";
import { publicId } from "@/contracts/ids";
import { fieldRetypes } from "@/drizzle/schema/contact-history";
import { contactFields } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";
import type { Tx } from "@/server/platform/db";
import { usesOfFields } from "../field-uses";
import { type RetypeRow, toRetype } from "../fields";

/** People looked at for "filled": the newest ones, so that the page opens at once whatever the workspace holds. */
const LOOKED_AT = 100_000;

export type FieldSummaries = {
  fields: ContactFieldSummary[];
  /** People the shares are counted over. */
  people: number;
  /** False: there are more, and only the newest were counted. */
  isEveryone: boolean;
};

/** The standard fields and all custom ones, archived too, with how many people have a value and what names them. */
export const listFieldSummaries = defineQuery({
  name: "contact-field.summaries",
  permission: "contact:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<FieldSummaries> {
    const { workspaceNo } = ctx;
    // First: whoever sees a change of type as done must not see the type of before it.
    const retypes = await latestRetypes(tx, workspaceNo);
    const custom = await tx
      .select()
      .from(contactFields)
      .where(eq(contactFields.workspaceNo, workspaceNo))
      .orderBy(sql`${contactFields.archivedAt} is not null`, asc(contactFields.fieldNo));
    const keys = [...STANDARD_FIELDS.map((field) => field.key as string), ...custom.map((field) => field.key)];
    const filled = await countFilled(tx, workspaceNo);
    const uses = await usesOfFields(tx, workspaceNo, { keys });
    const shared = (key: string) => ({ filled: filled.byKey.get(key) ?? 0, usedBy: uses.get(key) ?? [] });
    return {
      fields: [
        ...STANDARD_FIELDS.map(({ key, label, type }) => ({
          id: null,
          key,
          label,
          type,
          isStandard: true,
          archivedAt: null,
          retype: null,
          ...shared(key),
        })),
        ...custom.map((field) => {
          const retype = retypes.get(field.fieldNo);
          return {
            id: publicId("contactField", field.id),
            key: field.key,
            label: field.label,
            type: field.type,
            isStandard: false,
            archivedAt: field.archivedAt?.toISOString() ?? null,
            retype: retype ? toRetype(retype, field.id, ctx.now) : null,
            ...shared(field.key),
          };
        }),
      ],
      people: filled.people,
      isEveryone: filled.people < LOOKED_AT,
    };
  },
});

/** One pass over the newest people. Index: contacts_pkey. */
async function countFilled(tx: Tx, workspaceNo: number): Promise<{ people: number; byKey: Map<string, number> }> {
  const columns = STANDARD_FIELDS.map(({ key, column }) => sql`(${key}::text, ${sql.identifier(column)} is not null)`);
  const rows = await tx.execute<{ key: string | null; n: number }>(sql`
    with people as materialized (
      select * from contacts where workspace_no = ${workspaceNo}::int order by contact_no desc limit ${LOOKED_AT}::int)
    select null as key, count(*)::int as n from people
    union all
    select k.key, count(*)::int from people cross join lateral jsonb_object_keys(attributes) as k(key) group by 1
    union all
    select f.key, count(*)::int from people cross join lateral (values ${sql.join(columns, sql`, `)}) as f(key, has)
     where f.has group by 1`);
  const people = rows.find((row) => row.key === null)?.n ?? 0;
  return { people, byKey: new Map(rows.flatMap((row) => (row.key === null ? [] : [[row.key, row.n]]))) };
}

async function latestRetypes(tx: Tx, workspaceNo: number): Promise<Map<number, RetypeRow>> {
  const rows = await tx
    .select()
    .from(fieldRetypes)
    .where(eq(fieldRetypes.workspaceNo, workspaceNo))
    .orderBy(asc(fieldRetypes.retypeNo));
  return new Map(rows.map((row) => [row.fieldNo, row]));
}
