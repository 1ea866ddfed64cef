import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { parsePublicId } from "@/contracts/ids";
import { type TimelineEntry, timelineSchema } from "@/contracts/timeline";
import { setConsent } from "@/server/consent";
import { createContact, updateContact } from "@/server/contacts";
import { sendBatches } from "@/server/delivery";
import { listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql, type Tx } from "@/server/platform/db";
import { countTimeline, getTimeline, mergeContacts, unmergeContacts } from "@/server/profiles";
import { createSegment, refreshSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { makeRun } from "../../support/sending";
import { importAll } from "../imports/support";

describe("the timeline of a contact", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  const numberOf = async (id: string) => {
    const [row] = await pipelineSql()`select contact_no from contacts where id = ${parsePublicId("contact", id)}`;
    return Number(row?.contact_no);
  };
  const readAll = async (contactId: string, limit: number): Promise<TimelineEntry[]> => {
    const all: TimelineEntry[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await getTimeline(ctx, { contactId, limit, cursor });
      all.push(...page.data);
      cursor = page.nextCursor;
    }
    return all;
  };
  const at = (minutes: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) });

  it("tells what happened in one stream, a message as one card, and counts the same entries", async () => {
    const { id } = await createContact(at(0), { email: "ada@example.com", firstName: "Ada" });
    await setConsent(at(1), { contactId: id, state: "granted", evidence: "form" });
    const segment = await createSegment(ctx, {
      name: "Adas",
      condition: { kind: "attribute", field: "first_name", operator: "equals", value: "Ada" },
    });
    const [row] = await pipelineSql()`select segment_no from segments where workspace_no = ${ctx.workspaceNo}`;
    await refreshSegment(ctx.workspaceNo, Number(row?.segment_no), at(2).now);
    const ref = await makeRun(at(3));
    await sendBatches(ref, { maxMs: 60_000, maxBatches: 5, leaseSeconds: 30 });
    await pipelineSql()`
      insert into message_hits (workspace_no, hit_id, run_no, batch_no, seq, contact_no, kind, at, verdict, rule_version)
      select workspace_no, gen_random_uuid(), run_no, batch_no, seq, contact_no, k.kind, now(), k.verdict, 1
        from run_recipients, (values ('open', 'machine'), ('click', 'human'), ('click', 'human')) as k(kind, verdict)
       where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo}`;
    await updateContact(at(4), { id, firstName: "Augusta" });
    await refreshSegment(ctx.workspaceNo, Number(row?.segment_no), at(5).now);

    const all = await readAll(id, 3);
    expect(all.map((entry) => (entry.type === "segment" ? entry.what : entry.type))).toEqual([
      "exited",
      "change",
      "message",
      "entered",
      "consent",
      "change",
    ]);
    expect(all[0]).toMatchObject({ segmentId: segment.id, name: "Adas" });
    expect(all[2]).toMatchObject({
      subject: "Hello {{ contact.first_name }}",
      state: "delivered",
      steps: expect.arrayContaining([
        expect.objectContaining({ kind: "sent" }),
        expect.objectContaining({ kind: "opened", isMachine: true, times: 1 }),
        expect.objectContaining({ kind: "clicked", isMachine: false, times: 2 }),
      ]),
    });
    expect(JSON.stringify(all)).not.toMatch(/workspaceNo|contactNo|runNo/);
    const counts = await countTimeline(ctx, { contactId: id });
    expect(counts).toEqual({ message: 1, consent: 1, segment: 2, change: 2, import: 0 });
    const only = await getTimeline(ctx, { contactId: id, types: ["consent", "segment"] });
    expect(only.data.map((entry) => entry.type)).toEqual(["segment", "segment", "consent"]);
    const before = await getTimeline(ctx, { contactId: id, before: at(2).now.toISOString() });
    expect(before.data.map((entry) => entry.type)).toEqual(["consent", "change"]);
  });

  it("shows a reader only what their role may see, and strangers nothing", async () => {
    const { id } = await createContact(ctx, { email: "ada@example.com" });
    await setConsent(ctx, { contactId: id, state: "granted", evidence: "form" });
    const page = await getTimeline(as(ctx, "viewer"), { contactId: id });
    expect(page.data.every((entry) => entry.type === "change")).toBe(true);
    await expect(getTimeline(await createWorkspace(), { contactId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("names the imports that made or changed a person, and no others", async () => {
    await importAll(ctx, "email,first_name\nada@example.com,Ada\nbob@example.com,Bob\n");
    await importAll(ctx, "email,first_name\nada@example.com,Augusta\nbob@example.com,Bob\n");
    const { data } = await listContacts(ctx, {});
    const importsOf = async (email: string) => {
      const id = data.find((contact) => contact.email === email)?.id ?? "";
      const page = await getTimeline(ctx, { contactId: id, types: ["import"] });
      return page.data.map((entry) => (entry.type === "import" ? entry.what : null));
    };
    expect(await importsOf("ada@example.com")).toEqual(["updated", "created"]);
    expect(await importsOf("bob@example.com")).toEqual(["created"]);
  });

  it("joins the timelines of merged contacts and parts them again", async () => {
    const [a, b] = [
      await createContact(ctx, { email: "a@example.com" }),
      await createContact(ctx, { email: "b@example.com" }),
    ];
    await setConsent(ctx, { contactId: b.id, state: "granted", evidence: "their form" });
    const { mergeId } = await mergeContacts(ctx, { winnerId: a.id, loserId: b.id });
    const joined = await readAll(a.id, 2);
    expect(joined.filter((entry) => entry.type === "consent")).toHaveLength(1);
    expect(joined.flatMap((entry) => (entry.type === "change" ? [entry.action] : [])).sort()).toEqual([
      "contact.create",
      "contact.create",
      "contact.merge",
      "contact.merged-into",
    ]);
    await unmergeContacts(ctx, { mergeId });
    expect((await readAll(a.id, 10)).filter((entry) => entry.type === "consent")).toEqual([]);
  });

  it("reads a page of a contact with 10,000 entries of each kind through indexes, not all of them", async () => {
    const { id } = await createContact(ctx, { email: "busy@example.com" });
    const contactNo = await numberOf(id);
    const { workspaceNo } = ctx;
    const owner = pipelineSql();
    const uuid = parsePublicId("contact", id);
    await createSegment(ctx, { name: "S", condition: { kind: "group", op: "all", children: [] } });
    await owner`insert into audit_log (workspace_no, id, at, actor_type, action, entity_type, entity_id, trace_id)
      select ${workspaceNo}, gen_random_uuid(), now() - n * interval '1 hour', 'job', 'contact.update', 'contact', ${uuid}, ''
        from generate_series(10000, 1, -1) n`;
    await owner`insert into consent_ledger (workspace_no, contact_no, channel, state, source, actor_type, at)
      select ${workspaceNo}, ${contactNo}, 'email', 'granted', 'member', 'member', now() - n * interval '1 day'
        from generate_series(1, 100) n`;
    await owner`insert into segment_history (workspace_no, contact_no, segment_no, entered_at, exited_at)
      select ${workspaceNo}, ${contactNo}, 1, now() - n * interval '2 hours', now() - n * interval '2 hours' + interval '1 hour'
        from generate_series(1, 10000) n`;
    await owner`insert into send_runs (workspace_no, run_no, id, kind, launch_key, state, provider_no, content, created_at)
      select ${workspaceNo}, n, gen_random_uuid(), 'campaign', n::text, 'done', 1, '{"document": {"subject": "Hi"}}',
             now() - (10001 - n) * interval '1 hour' from generate_series(1, 10000) n`;
    await owner`insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no)
      select ${workspaceNo}, n, 1, 0, ${contactNo} from generate_series(1, 10000) n`;
    expect(await countTimeline(ctx, { contactId: id })).toMatchObject({
      message: 10_000,
      segment: 20_000,
      change: 10_001,
    });

    const read = async (tx: Tx) =>
      new Map(
        (
          await tx.execute<{ relname: string; rows: number }>(sql`
            select relname, (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables
             where relname in ('audit_log', 'segment_history', 'run_recipients', 'send_runs')`)
        ).map(({ relname, rows }) => [relname, rows]),
      );
    const readPage = (cursor: string | null) =>
      inWorkspace(workspaceNo, async (tx) => {
        // What the connection read before is still in its counters.
        const before = await read(tx);
        const page = await getTimeline.spec.run(ctx, timelineSchema.parse({ contactId: id, cursor }), tx);
        const after = await read(tx);
        return { page, most: Math.max(...[...after].map(([name, rows]) => rows - (before.get(name) ?? 0))) };
      });
    let cursor: string | null = null;
    const seen = new Set<string>();
    for (let turn = 0; turn < 5; turn += 1) {
      const { page, most } = await readPage(cursor);
      expect(page.data).toHaveLength(50);
      // Some pages of 51 for each stream, never the ten thousand.
      expect(most).toBeGreaterThan(50);
      expect(most).toBeLessThan(300);
      for (const entry of page.data) seen.add(entry.id);
      cursor = page.nextCursor;
    }
    expect(seen.size).toBe(250);
  });
});
