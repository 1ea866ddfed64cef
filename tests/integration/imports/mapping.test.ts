import { beforeEach, describe, expect, it } from "vitest";
import type { ImportMapping } from "@/contracts/imports";
import { addSuppression, createTopic, revokeConsent, setConsent } from "@/server/consent";
import { createContact, createContactField } from "@/server/contacts";
import { listImportProblems, previewImport, startImport } from "@/server/imports";
import { listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { createSegment, createStaticSegment, listMembers } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { begin, importAll, suggestionFor, upload } from "./support";

describe("the mapping of a CSV import", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const people = async () => (await listContacts(ctx, { limit: 100, sort: "email" })).data;
  const codes = async (importId: string) =>
    (await listImportProblems(ctx, { importId })).data.map((problem) => [problem.line, problem.column, problem.code]);
  /** Changes what is suggested, column by column. */
  const changed = async (csv: string, change: (columns: ImportMapping["columns"]) => ImportMapping["columns"]) =>
    change((await suggestionFor(ctx, await upload(ctx, csv))).columns);

  it("gives tags by a column and to everybody, makes the missing ones once, and never takes one away", async () => {
    await createContact(ctx, { email: "b@example.com", tags: ["Old", "VIP"] });
    const csv =
      "email,Tags\na@example.com,vip; Gold  member;\nb@example.com,VIP\nc@example.com,\nd@example.com," +
      `${"x".repeat(61)}\n`;
    const done = await importAll(ctx, csv, { mapping: { tags: ["fair"] } });
    expect(done.mapping?.columns[1]).toEqual({ to: "tags", separator: ";" });
    expect(done.counts).toMatchObject({ created: 2, unchanged: 1, invalid: 1, tagged: 3 });
    expect((await people()).map((person) => person.tags)).toEqual([
      ["fair", "Gold member", "VIP"],
      ["fair", "Old", "VIP"],
      ["fair"],
    ]);
    expect(await codes(done.id)).toEqual([[5, "Tags", "invalid_tag"]]);
    expect((await importAll(ctx, csv, { mapping: { tags: ["fair"] } })).counts.tagged).toBe(0);
  });

  it("reports rows that name a new tag when the workspace has as many as it may, and imports the others", async () => {
    await pipelineSql()`insert into tags (workspace_no, tag_no, id, name, key)
      select ${ctx.workspaceNo}, n, gen_random_uuid(), 'tag ' || n, 'tag ' || n from generate_series(1, 2000) n`;
    await pipelineSql()`insert into workspace_counters (workspace_no, kind, last) values (${ctx.workspaceNo}, 'tag', 2000)`;
    const done = await importAll(ctx, "email,tags\na@example.com,tag 7\nb@example.com,brand new\n");
    expect(done.counts).toMatchObject({ rows: 2, created: 1, invalid: 1, tagged: 1 });
    expect(await codes(done.id)).toEqual([[3, null, "too_many_tags"]]);
  });

  it("puts everybody on a list kept by hand, which counts them once", async () => {
    const list = await createStaticSegment(ctx, { name: "Fair" });
    const csv = "email\na@example.com\nb@example.com\nbad\n";
    const done = await importAll(ctx, csv, { mapping: { listId: list.id } });
    expect(done.counts).toMatchObject({ created: 2, listed: 2 });
    expect(done.mapping?.listId).toBe(list.id);
    expect((await listMembers(ctx, { segmentId: list.id })).data).toHaveLength(2);
    expect((await importAll(ctx, csv, { mapping: { listId: list.id } })).counts).toMatchObject({ listed: 0 });
    const [segment] =
      await pipelineSql()`select member_count::int as n from segments where workspace_no = ${ctx.workspaceNo}`;
    expect(segment?.n).toBe(2);
    const rule = await createSegment(ctx, {
      name: "By rule",
      condition: { kind: "attribute", field: "email", operator: "is_set" } as never,
    });
    await expect(begin(ctx, csv, { mapping: { listId: rule.id } })).rejects.toMatchObject({
      details: { field: "mapping.listId" },
    });
  });

  it("follows the rule of each column where a value is there already, and the rule of the file elsewhere", async () => {
    for (const key of ["plan", "city", "size"]) await createContactField(ctx, { key, label: key, type: "text" });
    await createContact(ctx, {
      email: "a@example.com",
      firstName: "Old",
      lastName: "Old",
      attributes: { plan: "old", city: "old" },
    });
    const csv =
      "email,first name,last name,phone,plan,city,size\na@example.com,New,New,+4930,new,new,new\nb@example.com,New,New,+4931,new,new,new\n";
    const rules = ["fill_blank", "never", "overwrite", "never", "overwrite", undefined, "never"] as const;
    const columns = await changed(csv, (all) =>
      all.map((column, i) => ("key" in column && rules[i] ? { ...column, collision: rules[i] } : column)),
    );
    await importAll(ctx, csv, { mapping: { columns, collision: "fill_blank" } });
    expect(await people()).toMatchObject([
      { firstName: "Old", lastName: "New", phone: null, attributes: { plan: "new", city: "old" } },
      { firstName: "New", lastName: "New", phone: "+4931", attributes: { plan: "new", city: "new", size: "new" } },
    ]);
    expect((await people())[0]?.attributes.size).toBeUndefined();
  });

  it.each([
    [
      "email",
      "id,email,first name\n9,a@example.com,New\n2,new@example.com,New\n",
      { updated: 1, created: 0, invalid: 1 },
    ],
    [
      "external_id",
      "id,email,first name\n1,c@example.com,New\n7,b@example.com,New\n",
      { updated: 1, created: 0, invalid: 1 },
    ],
    [
      "phone",
      "phone,email,first name\n+4930000001,,New\n+4930000002,b2@example.com,New\n+4930000003,,New\n+4930000009,,New\n,x@example.com,New\n+4930000001,,Again\n+4930000004,a@example.com,New\n",
      { updated: 2, created: 1, invalid: 3, duplicates: 1 },
    ],
  ] as const)(
    "matches people by %s when asked to, and reports what would be two people",
    async (matchBy, csv, want) => {
      await createContact(ctx, { email: "a@example.com", externalId: "1", phone: "+4930000001" });
      await createContact(ctx, { email: "b@example.com", externalId: "2", phone: "+4930000002" });
      await createContact(ctx, { email: "d@example.com", phone: "+4930000003" });
      await createContact(ctx, { email: "e@example.com", phone: "+4930000003" });
      const done = await importAll(ctx, csv, { mapping: { matchBy } });
      expect(done.counts).toMatchObject(want);
    },
  );

  it("says before the start when the column people are matched by is missing", async () => {
    await expect(begin(ctx, "email\na@example.com\n", { mapping: { matchBy: "phone" } })).rejects.toMatchObject({
      details: { field: "mapping.columns" },
    });
  });

  it("transforms values column by column; a number without a country is reported with what to do", async () => {
    const csv =
      "email,first name,phone,code\na@example.com,ADA-MARIA,030 1234567,abc\nb@example.com,bob,0049 40 7654321,D\nc@example.com,Cy,call me,E\n";
    const transforms = ["lower", "title", "e164", "upper"] as const;
    const columns = await changed(csv, (all) =>
      all.map((column, i) => ("key" in column && transforms[i] ? { ...column, transform: transforms[i] } : column)),
    );
    const done = await importAll(ctx, csv, { mapping: { columns, callingCode: "49" } });
    expect(await people()).toMatchObject([
      { firstName: "Ada-Maria", phone: "+49301234567", attributes: { code: "ABC" } },
      { firstName: "Bob", phone: "+49407654321", attributes: { code: "D" } },
    ]);
    expect(await codes(done.id)).toEqual([[4, "phone", "invalid_phone"]]);
  });

  it("remembers how a file with the same headings was mapped, but not whom it tagged", async () => {
    const csv = "Mail,Nickname,Notes\na@example.com,Ada,x\n";
    const first = await previewImport(ctx, { importId: await upload(ctx, csv) });
    expect(first.isRemembered).toBe(false);
    const columns = [
      { to: "field", key: "email", transform: "lower" },
      { to: "field", key: "first_name", collision: "never" },
      { to: "new_field", key: "remark", label: "Remark", type: "text" },
    ] as const;
    await importAll(ctx, csv, { mapping: { columns: [...columns], collision: "fill_blank", tags: ["once"] } });
    const again = await previewImport(ctx, {
      importId: await upload(ctx, " mail;NICKNAME;notes\nb@example.com;1,5;2\n"),
    });
    expect(again).toMatchObject({
      isRemembered: true,
      suggestion: {
        delimiter: ";",
        collision: "fill_blank",
        columns: [columns[0], columns[1], { to: "field", key: "remark" }],
      },
    });
    expect(again.suggestion.tags).toBeUndefined();
    expect(
      (await previewImport(ctx, { importId: await upload(ctx, "mail,notes\nb@example.com,2\n") })).isRemembered,
    ).toBe(false);
    const stranger = await createWorkspace();
    expect((await previewImport(stranger, { importId: await upload(stranger, csv) })).isRemembered).toBe(false);
  });

  it("grants topics with their own proof, never over a no to the topic, to everything, or a suppression", async () => {
    const recipes = await createTopic(ctx, {
      name: "Recipes",
      visibility: "public",
      defaultIn: false,
      doubleOptIn: false,
    });
    const news = await createTopic(ctx, { name: "News", visibility: "public", defaultIn: false, doubleOptIn: true });
    const ids: Record<string, string> = {};
    for (const name of ["left_topic", "left_all", "known"])
      ids[name] = (await createContact(ctx, { email: `${name}@example.com` })).id;
    await setConsent(ctx, { contactId: ids.left_topic ?? "", topicId: recipes.id, state: "denied" });
    await revokeConsent(
      { ...ctx, actor: { type: "recipient", contactNo: 2 } },
      { contactNo: 2, source: "recipient_one_click" },
    );
    await addSuppression(ctx, { addresses: ["never@example.com"] });
    const csv =
      "email\nleft_topic@example.com\nleft_all@example.com\nknown@example.com\nnever@example.com\nnew@example.com\n";
    const proof = {
      topicId: recipes.id,
      source: "Recipe club sheet",
      wording: "Send me recipes",
      agreedAt: "2026-05-01",
    };
    const done = await importAll(ctx, csv, { consent: { kind: "none", topics: [proof] } });
    expect(done.counts).toMatchObject({ consentGranted: 0, topicsGranted: 2, topicsKept: 3 });
    expect(done.consent?.topics).toEqual([proof]);
    const rows = await pipelineSql()`
      select c.email_key as who, l.wording, l.evidence from consent_ledger l join contacts c using (workspace_no, contact_no)
       where l.workspace_no = ${ctx.workspaceNo} and l.source = 'import' order by 1`;
    const evidence = `${done.id} (people.csv): Recipe club sheet; agreed 2026-05-01`;
    expect([...rows]).toEqual([
      { who: "known@example.com", wording: "Send me recipes", evidence },
      { who: "new@example.com", wording: "Send me recipes", evidence },
    ]);
    await expect(
      begin(ctx, csv, { consent: { kind: "none", topics: [{ ...proof, topicId: news.id }] } }),
    ).rejects.toMatchObject({ details: { field: "consent.topics.0.topicId" } });
    await expect(
      begin(ctx, csv, { consent: { kind: "none", topics: [{ ...proof, agreedAt: "2999-01-01" }] } }),
    ).rejects.toMatchObject({ details: { field: "consent.topics.0.agreedAt" } });
  });

  it("asks for the right to tag, to fill lists and to grant topics", async () => {
    const list = await createStaticSegment(ctx, { name: "Fair" });
    const importId = await upload(ctx, "email\na@example.com\n");
    const mapping = await suggestionFor(ctx, importId);
    const importer: Ctx = { ...ctx, actor: { type: "api_key", keyId: "k", permissions: ["contact:import"] } };
    const consent = { kind: "none" as const };
    for (const more of [{ tags: ["x"] }, { listId: list.id }])
      await expect(
        startImport(importer, { importId, mapping: { ...mapping, ...more }, consent }),
      ).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
  });
});
