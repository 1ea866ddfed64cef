import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { addSuppression, revokeConsent } from "@/server/consent";
import { createContact, createContactField } from "@/server/contacts";
import {
  cancelImport,
  exportProblems,
  getImport,
  importCsvText,
  listImportProblems,
  pauseImport,
  previewImport,
  resumeImport,
  saveUpload,
  startImport,
} from "@/server/imports";
import { listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { begin, everything, forecast, importAll, newestImport, suggestionFor, upload, work } from "./support";

describe("CSV import", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const people = async () => (await listContacts(ctx, { limit: 100, sort: "email" })).data;
  const granted = { kind: "granted" as const, source: "Newsletter form on our site" };

  it("maps by heading and value, makes typed fields, and counts every row exactly once", async () => {
    for (const [key, type] of [
      ["umsatz", "number"],
      ["aktiv", "boolean"],
      ["seit", "date"],
    ] as const)
      await createContactField(ctx, { key, label: key, type });
    const done = await importAll(
      ctx,
      [
        "E-Mail;Vorname;Nachname;Umsatz;Aktiv;Seit;PLZ",
        "ada@example.com;Ada;Lovelace;1.234,50;ja;31.12.2025;01234",
        "Bob@Example.com;Bob;;7,5;nein;1.2.2026;99999",
        "ADA@example.com;Ada again;;1;ja;1.1.2026;1",
        "nobody;Eve;;1;ja;1.1.2026;1",
        "eve@example.com;Eve;;much;vielleicht;soon;1",
        "",
      ].join("\r\n"),
    );
    expect(done).toMatchObject({
      status: "done",
      rowsDone: 5,
      counts: { rows: 5, created: 2, updated: 0, unchanged: 0, invalid: 2, duplicates: 1, consentGranted: 0 },
    });
    expect(await people()).toMatchObject([
      {
        email: "ada@example.com",
        firstName: "Ada",
        lastName: "Lovelace",
        attributes: { umsatz: 1234.5, aktiv: true, seit: "2025-12-31T00:00:00.000Z", plz: "01234" },
      },
      { email: "Bob@Example.com", attributes: { umsatz: 7.5, aktiv: false } },
    ]);
    const problems = await listImportProblems(ctx, { importId: done.id });
    expect(problems.data.map((p) => [p.line, p.column, p.code])).toEqual([
      [4, null, "duplicate"],
      [5, "E-Mail", "invalid_email"],
      [6, "Aktiv", "invalid_boolean"],
      [6, "Seit", "invalid_date"],
      [6, "Umsatz", "invalid_number"],
    ]);
    expect(problems.data.every((p) => p.fix.length > 5)).toBe(true);
  });

  it.each([
    ["UTF-8 with BOM", Buffer.from("\ufeffemail,first name\nzoe@example.com,Zoë\n")],
    ["UTF-16 with BOM", Buffer.from("\ufeffemail\tfirst name\r\nzoe@example.com\tZoë\r\n", "utf16le")],
    ["Windows-1252", Buffer.from("email;first name\nzoe@example.com;Zo\xeb\n", "latin1")],
  ])("reads %s without being told", async (_name, bytes) => {
    const done = await importAll(ctx, bytes);
    expect(done).toMatchObject({ counts: { rows: 1, created: 1 }, bytesDone: bytes.length });
    expect(await people()).toMatchObject([{ email: "zoe@example.com", firstName: "Zoë" }]);
  });

  it("never stops at a bad row: broken quotes, too many values and unreadable characters are reported with a fix", async () => {
    const bytes = Buffer.concat([
      Buffer.from('email,note\na@example.com,"open\nb@example.com,fine\nc@example.com,one,two\nd@example.com,'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from("e@example.com,last"),
    ]);
    const done = await importAll(ctx, bytes, { mapping: { encoding: "utf-8" } });
    expect(done.counts).toMatchObject({ rows: 5, created: 2, invalid: 3 });
    expect((await people()).map((p) => p.email)).toEqual(["b@example.com", "e@example.com"]);
    const problems = await listImportProblems(ctx, { importId: done.id });
    expect(problems.data.map((p) => [p.line, p.code])).toEqual([
      [2, "broken_quotes"],
      [4, "too_many_columns"],
      [5, "bad_characters"],
    ]);
  });

  it("changes nothing when the same file comes twice, and clears nothing with empty cells", async () => {
    const csv = "email,first name,plan\na@example.com,Ann,pro\nb@example.com,Bob,\n";
    await importAll(ctx, csv);
    const before = await everything(ctx);
    expect((await importAll(ctx, csv)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect((await importAll(ctx, "email,first name\na@example.com,\n")).counts).toMatchObject({ unchanged: 1 });
    expect(await everything(ctx)).toEqual(before);
  });

  it.each([
    ["overwrite", { firstName: "New", phone: "2", attributes: { plan: "new", city: "Rome" } }, 1],
    ["fill_blank", { firstName: "Old", phone: "2", attributes: { plan: "old", city: "Rome" } }, 1],
    ["never", { firstName: "Old", phone: null, attributes: { plan: "old" } }, 0],
  ] as const)("follows the rule “%s” where a value is there already", async (collision, want, updated) => {
    for (const key of ["plan", "city"]) await createContactField(ctx, { key, label: key, type: "text" });
    await createContact(ctx, { email: "a@example.com", firstName: "Old", attributes: { plan: "old" } });
    const done = await importAll(ctx, "email,first name,phone,plan,city\nA@example.com,New,2,new,Rome\n", {
      mapping: { collision },
    });
    expect(done.counts).toMatchObject({ created: 0, updated, unchanged: 1 - updated });
    expect(await people()).toMatchObject([want]);
  });

  it("matches by external id first and reports rows that point at two people", async () => {
    await createContact(ctx, { email: "a@example.com", externalId: "1" });
    await createContact(ctx, { email: "b@example.com", externalId: "2" });
    const done = await importAll(
      ctx,
      "id,email,first name\n1,new@example.com,Ann\n2,a2@example.com,\n3,b@example.com,\n1,other@example.com,\n,new2@example.com,New\n",
    );
    expect(done.counts).toMatchObject({ rows: 5, created: 1, updated: 2, invalid: 1, duplicates: 1 });
    expect((await people()).map((p) => [p.externalId, p.email])).toEqual([
      ["2", "a2@example.com"],
      [null, "new2@example.com"],
      ["1", "new@example.com"],
    ]);
  });

  it("takes two rows that mean one contact in different ways for one person", async () => {
    await createContact(ctx, { email: "a@example.com", externalId: "1" });
    const done = await importAll(ctx, "id,email,first name\n1,,By id\n,a@example.com,By address\n");
    expect(done.counts).toMatchObject({ rows: 2, updated: 1, duplicates: 1 });
    expect(await people()).toMatchObject([{ firstName: "By id", email: "a@example.com", externalId: "1" }]);
  });

  it("gives no consent unless asked, and never to somebody who said no or is suppressed", async () => {
    await createContact(ctx, { email: "no@example.com" });
    await revokeConsent(
      { ...ctx, actor: { type: "recipient", contactNo: 1 } },
      { contactNo: 1, source: "recipient_one_click" },
    );
    await addSuppression(ctx, { addresses: ["never@example.com"] });
    const csv = "email\nno@example.com\nNever@example.com\nyes@example.com\n";
    expect((await importAll(ctx, csv)).counts).toMatchObject({ consentGranted: 0, consentKept: 0 });
    const done = await importAll(ctx, csv, { consent: granted });
    expect(done.counts).toMatchObject({ consentGranted: 1, consentKept: 2 });
    expect(
      await pipelineSql()`
      select c.email_key, l.state, l.source, l.evidence from consent_ledger l join contacts c using (workspace_no, contact_no)
       where l.workspace_no = ${ctx.workspaceNo} order by l.chain_no`,
    ).toMatchObject([
      { email_key: "no@example.com", state: "denied" },
      {
        email_key: "yes@example.com",
        state: "granted",
        source: "import",
        evidence: `${done.id} (people.csv): Newsletter form on our site`,
      },
    ]);
  });

  it("leaves the old address refused when a file changes the address of somebody who said no", async () => {
    await createContact(ctx, { email: "no@example.com", externalId: "1" });
    const asThem: Ctx = { ...ctx, actor: { type: "recipient", contactNo: 1 } };
    await revokeConsent(asThem, { contactNo: 1, source: "recipient_one_click" });
    await importAll(ctx, "id,email\n1,other@example.com\n");
    const done = await importAll(ctx, "email\nno@example.com\n", { consent: granted });
    expect(done.counts).toMatchObject({ created: 1, consentGranted: 0, consentKept: 1 });
  });

  it("says beforehand what it would do, and then does just that", async () => {
    await createContact(ctx, { email: "b@example.com", firstName: "Bob" });
    await addSuppression(ctx, { addresses: ["b@example.com"] });
    const csv = "email,first name\na@example.com,Ann\nb@example.com,Robert\nb@example.com,Bobby\nbad,x\n";
    expect(await forecast(ctx, csv)).toMatchObject({
      rows: 4,
      isWholeFile: true,
      create: 1,
      update: 1,
      invalid: 1,
      duplicates: 1,
      optedOut: 1,
    });
    expect((await importAll(ctx, csv)).counts).toMatchObject({ created: 1, updated: 1, invalid: 1, duplicates: 1 });
  });

  it("gives the bad rows back as a file that is safe to open and can be mended and uploaded again", async () => {
    const done = await importAll(ctx, 'email,note\n=cmd()|x,"a, b"\nbad,"-1+1"\n');
    let csv = "";
    for await (const line of exportProblems(ctx, done.id)) csv += line;
    expect(csv.split("\r\n").slice(0, 3)).toEqual([
      "\ufeffemail,note,_row,_code,_problem,_fix",
      '\'=cmd()|x,"a, b",2,invalid_email,email: “=cmd()|x” is not one e-mail address.,Write one address such as ada@example.com.',
      "bad,'-1+1,3,invalid_email,email: “bad” is not one e-mail address.,Write one address such as ada@example.com.",
    ]);
    const again = await upload(ctx, csv);
    expect((await suggestionFor(ctx, again)).columns.map((c) => c.to)).toEqual([
      "field",
      "field",
      "ignore",
      "ignore",
      "ignore",
      "ignore",
    ]);
  });

  it("refuses mappings that cannot work, naming the column", async () => {
    const importId = await upload(ctx, "email,x\na@example.com,1\n");
    const suggestion = await suggestionFor(ctx, importId);
    const start = (columns: typeof suggestion.columns) =>
      startImport(ctx, { importId, mapping: { ...suggestion, columns }, consent: { kind: "none" } });
    const email = { to: "field" as const, key: "email" };
    await expect(start([email])).rejects.toMatchObject({ details: { field: "mapping.columns" } });
    await expect(start([email, email])).rejects.toMatchObject({ details: { field: "mapping.columns.1.key" } });
    await expect(start([{ to: "ignore" }, { to: "ignore" }])).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await expect(start([email, { to: "field", key: "created_at" }])).rejects.toMatchObject({
      details: { field: "mapping.columns.1.key" },
    });
    await start([email, { to: "ignore" }]);
    await expect(start([email, { to: "ignore" }])).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("refuses a file beyond the limit and an empty one, and leaves nothing on disk", async () => {
    const files = async () => (await readdir(join(inject("dataDir"), "imports")).catch(() => [])).sort();
    const before = await files();
    await expect(saveUpload([Buffer.alloc(600), Buffer.alloc(600)], 1000)).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
    });
    await expect(saveUpload([])).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    expect(await files()).toEqual(before);
  });

  it("pauses, resumes and cancels between batches without doing a row twice", async () => {
    const csv = `email\n${Array.from({ length: 12_000 }, (_, i) => `p${i}@example.com`).join("\n")}\n`;
    const { id, importNo } = await begin(ctx, csv);
    await pauseImport(ctx, { importId: id });
    await work(ctx, importNo);
    expect(await getImport(ctx, { importId: id })).toMatchObject({ status: "paused", rowsDone: 0 });
    await resumeImport(ctx, { importId: id });
    await work(ctx, importNo, 0);
    expect(await getImport(ctx, { importId: id })).toMatchObject({
      status: "done",
      counts: { rows: 12_000, created: 12_000 },
    });
    await expect(cancelImport(ctx, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("imports CSV text of the API in one call", async () => {
    const started = await importCsvText(ctx, { csv: "email,plan\na@example.com,pro\n", consent: granted });
    await work(ctx, await newestImport(ctx));
    expect(await getImport(ctx, { importId: started.id })).toMatchObject({
      status: "done",
      counts: { consentGranted: 1 },
    });
    await expect(importCsvText(as(ctx, "viewer"), { csv: "email\n", consent: granted })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("answers a foreign import like one that does not exist", async () => {
    const importId = await upload(ctx, "email\na@example.com\n");
    const stranger = await createWorkspace();
    const missing = { code: "NOT_FOUND", message: "This import does not exist." };
    await expect(getImport(stranger, { importId })).rejects.toMatchObject(missing);
    await expect(previewImport(stranger, { importId })).rejects.toMatchObject(missing);
    await expect(pauseImport(stranger, { importId })).rejects.toMatchObject(missing);
  });

  it("touches only its own workspace although numbers, addresses and ids are the same next door", async () => {
    const neighbour = await createWorkspace();
    const csv = "id,email,first name\n1,a@example.com,Ann\n2,b@example.com,Bob\n";
    await importAll(neighbour, csv, { consent: granted });
    const before = await everything(neighbour);
    await importAll(ctx, csv.replaceAll("Ann", "Other"), { consent: granted });
    await importAll(ctx, csv.replaceAll("Bob", "Other"), { consent: granted });
    expect(await everything(neighbour)).toEqual(before);
    expect((await everything(ctx)).people).toHaveLength(2);
  });
});
