import type { Condition } from "@/contracts/documents/condition";
import { parsePublicId, publicId } from "@/contracts/ids";
import type { PeopleSort } from "@/contracts/people";
import { getConsent } from "@/server/consent";
import { getContact } from "@/server/contacts";
import { countContacts, createExport, listContacts, runExport } from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { encodeCursor } from "@/server/platform/paging";
import { getTimeline } from "@/server/profiles";
import { createSegment, listMembers, refreshSegment, segmentsOf } from "@/server/segments";
import { addBenchPeople, analyze, benchWorkspace } from "./people";
import { type Figure, median, percentile, perSecond, repeat, timed } from "./report";

const TIMES = 20;
const BAR_MS = 200;
const some: Condition = { kind: "attribute", field: "country", operator: "equals", value: "Spain" };
/** One in a hundred thousand: the index of the order has to be walked far for a page of these. */
const rare: Condition = { kind: "attribute", field: "email", operator: "contains", value: "77777@" };

type Job = { name: string; ours: () => Promise<unknown>; bare: () => Promise<unknown>; note?: string };

/** The contact list and what stands beside it, with a million contacts: each read beside the bare statement it needs. */
export async function benchLists(people: number): Promise<Figure[]> {
  const ctx = await benchWorkspace("Lists");
  await addBenchPeople(ctx, people);
  const sql = pipelineSql();
  const ws = ctx.workspaceNo;
  await sql`update contacts set last_active_at = now() - contact_no * interval '1 second' where workspace_no = ${ws} and contact_no % 2 = 0`;
  const segments = await manySegments(ctx);
  await analyze("contacts", "segment_members", "segments");
  const middle = Math.floor(people / 2);
  const [half] = await sql<{ id: string; email_key: string; name_key: string; at: Date }[]>`
    select id, email_key, name_key, last_active_at as at from contacts where workspace_no = ${ws} and contact_no = ${middle - (middle % 2)}`;
  if (!half) throw new Error("there is nobody in the middle");
  const contactId = publicId("contact", half.id);
  const list = (input: object) => () => listContacts({ ...ctx, now: new Date() }, { limit: 100, ...input });
  const bare =
    (order: string, from = "") =>
    () =>
      sql.unsafe(`select * from contacts c where workspace_no = ${ws} ${from} order by ${order} limit 101`);
  const deep = (sort: PeopleSort, direction: string, value: string | null) => ({
    sort,
    cursor: encodeCursor([`${sort}:${direction}`, value, middle]),
  });
  const first = segments[0] ?? "";
  const jobs: Job[] = [
    { name: "list, newest", ours: list({}), bare: bare("contact_no desc") },
    { name: "list, by e-mail", ours: list({ sort: "email" }), bare: bare("email_key, contact_no") },
    { name: "list, by name", ours: list({ sort: "name" }), bare: bare("name_key, contact_no") },
    {
      name: "list, last active",
      ours: list({ sort: "last_active" }),
      bare: bare("last_active_at desc, contact_no desc", "and last_active_at is not null"),
    },
    {
      name: "list, page in the middle, newest",
      ours: list(deep("created", "desc", null)),
      bare: bare("contact_no desc", `and contact_no < ${middle}`),
    },
    {
      name: "list, page in the middle, by name",
      ours: list(deep("name", "asc", half.name_key)),
      bare: bare("name_key, contact_no", `and (name_key, contact_no) > ('${half.name_key}', ${middle})`),
    },
    {
      name: "list, one in ten fits",
      ours: list({ filter: some }),
      bare: bare("contact_no desc", "and attributes->>'country' = 'Spain'"),
    },
    {
      name: "list, one in 100,000 fits",
      ours: list({ filter: rare }),
      bare: bare("contact_no desc", "and email like '%77777@%'"),
      note: "no index of a rule knows the middle of a text: everybody is looked at",
    },
    {
      name: "list, search by address",
      ours: list({ q: "p77777@" }),
      bare: bare("contact_no desc", "and email_key like '%p77777@%'"),
      note: "part of an address, start of a name or of an external id",
    },
    {
      name: "count, one in ten fits",
      ours: () => countContacts({ ...ctx, now: new Date() }, { filter: some }),
      bare: () => sql`select count(*) from contacts where workspace_no = ${ws} and attributes->>'country' = 'Spain'`,
    },
    {
      name: "segments of a contact",
      ours: () => segmentsOf(ctx, { contactId }),
      bare: () =>
        sql`select s.name from segment_members m join segments s using (workspace_no, segment_no) where m.workspace_no = ${ws} and m.contact_no = ${middle}`,
    },
    {
      name: "members of a segment",
      ours: () => listMembers(ctx, { segmentId: first, limit: 100 }),
      bare: () => bareMembers(ws, 0),
    },
    {
      name: "members of a segment, page in the middle",
      ours: () => listMembers(ctx, { segmentId: first, limit: 100, cursor: encodeCursor([middle]) }),
      bare: () => bareMembers(ws, middle),
    },
    {
      name: "contact page: contact, consent, timeline, segments",
      ours: () =>
        Promise.all([
          getContact(ctx, { id: contactId }),
          getConsent(ctx, { contactId }),
          getTimeline(ctx, { contactId, limit: 25 }),
          segmentsOf(ctx, { contactId }),
        ]),
      bare: () => sql`select * from contacts where workspace_no = ${ws} and id = ${half.id}`,
      note: "the baseline is one row by its id",
    },
  ];
  const figures: Figure[] = [];
  for (const job of jobs) {
    figures.push(await measure(job, people));
    process.stderr.write(`  ${figures.at(-1)?.job}: ${figures.at(-1)?.ours}, ${figures.at(-1)?.baseline}\n`);
  }
  figures.push(await exportFigure(ctx, people));
  return figures;
}

async function measure({ name, ours, bare, note }: Job, people: number): Promise<Figure> {
  await ours();
  await bare();
  const base = median(await repeat(TIMES, bare));
  const ms = percentile(await repeat(TIMES, ours), 95);
  return {
    job: `${name}, p95, ${people.toLocaleString("en")} contacts`,
    ours: `${ms.toFixed(1)} ms`,
    baseline: `bare statement ${base.toFixed(1)} ms`,
    ratio: `${(ms / base).toFixed(1)} ×`,
    bar: `≤ ${BAR_MS} ms, or ≤ 3 ×`,
    reached: ms <= BAR_MS || ms <= 3 * base,
    ...(note ? { note } : {}),
  };
}

/** Twenty segments over everybody, so that a contact is in several. */
async function manySegments(ctx: Ctx): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const condition: Condition = {
      kind: "attribute",
      field: "lifetime_value",
      operator: "greater_than",
      value: n * 1500,
    };
    const { id } = await createSegment(ctx, { name: `Worth ${n}`, condition });
    const [row] = await pipelineSql()<{ no: number }[]>`
      select segment_no as no from segments where workspace_no = ${ctx.workspaceNo} and id = ${parsePublicId("segment", id)}`;
    await refreshSegment(ctx.workspaceNo, row?.no ?? 0);
    ids.push(id);
  }
  return ids;
}

const bareMembers = (ws: number, after: number) => pipelineSql()`
  select c.* from segment_members m join contacts c using (workspace_no, contact_no)
   where m.workspace_no = ${ws} and m.segment_no = 1 and m.contact_no > ${after} order by m.contact_no limit 101`;

/** Every column of everybody as CSV, beside reading the same rows through a cursor. */
async function exportFigure(ctx: Ctx, people: number): Promise<Figure> {
  const read = await timed(async () => {
    const sql = pipelineSql();
    let rows = 0;
    for await (const some of sql`select * from contacts where workspace_no = ${ctx.workspaceNo} order by contact_no`.cursor(
      5000,
    ))
      rows += some.length;
    return rows;
  });
  await createExport(ctx, { selection: { kind: "filter" }, format: "csv" });
  const [row] = await pipelineSql()<{ no: number }[]>`
    select max(export_no)::int as no from exports where workspace_no = ${ctx.workspaceNo}`;
  const ours = await timed(() => runExport(jobCtx(ctx, "bench"), row?.no ?? 0));
  if (ours.result !== "done") throw new Error("the export did not end");
  const ratio = read.ms / ours.ms;
  return {
    job: `CSV export of ${people.toLocaleString("en")} contacts, tags and consent`,
    ours: `${(ours.ms / 1000).toFixed(1)} s (${perSecond(people, ours.ms)})`,
    baseline: `reading the rows ${(read.ms / 1000).toFixed(1)} s`,
    ratio: `${Math.round(ratio * 100)} %`,
    bar: "≥ 10,000/s",
    reached: people / ours.ms >= 10,
    note: "tags, consent, masking and what spreadsheets would run come on top of reading",
  };
}
