import { beforeEach, describe, expect, it } from "vitest";
import { checkLedger, createTopic, revokeConsent, setConsent } from "@/server/consent";
import { replayConsent } from "@/server/consent/rules/replay-consent";
import {
  createContact,
  createContactField,
  retypeContactField,
  runRetype,
  tagContacts,
  updateContact,
} from "@/server/contacts";
import {
  cancelImport,
  forgetOldUndos,
  getImport,
  listUndoPeople,
  previewImportUndo,
  resumeImport,
  runImportUndo,
  undoImport,
} from "@/server/imports";
import { listContacts } from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { createStaticSegment, listMembers } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { begin, everything, importAll, newestImport, work } from "./support";

describe("undoing an import", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const granted = { kind: "granted" as const, source: "Newsletter form on our site" };
  const people = async () => (await listContacts(ctx, { limit: 100, sort: "email" })).data;
  const idOf = async (email: string) => (await people()).find((person) => person.email === email)?.id ?? "";
  const undo = async (importId: string) => {
    await undoImport(ctx, { importId });
    const importNo = await newestImport(ctx);
    while ((await runImportUndo(jobCtx(ctx, "test"), importNo, 0)) === "more");
    return (await getImport(ctx, { importId })).undo;
  };
  const kept = async (importId: string) =>
    (await listUndoPeople(ctx, { importId })).data.map((row) => [row.name, row.outcome, row.reason, row.fields]);

  it("leaves the workspace as it was before, whatever the file made and changed", async () => {
    for (const [key, type] of [
      ["plan", "text"],
      ["score", "number"],
    ] as const)
      await createContactField(ctx, { key, label: key, type });
    await createContact(ctx, {
      email: "a@example.com",
      firstName: "Ann",
      externalId: "1",
      attributes: { plan: "pro" },
    });
    await createContact(ctx, { email: "b@example.com", tags: ["old"], attributes: { score: 7 } });
    await createContact(ctx, { email: "c@example.com", firstName: "Cy" });
    const list = await createStaticSegment(ctx, { name: "Fair" });
    const before = await everything(ctx);
    const done = await importAll(
      ctx,
      'email,first name,id,plan,score,tags\nA@Example.com,Anna,9,free,1,\nb@example.com,Bob,,new,8,"old,vip"\nc@example.com,,,,,\nnew@example.com,Neo,4,x,2,vip\n',
      { consent: granted, mapping: { tags: ["fair"], listId: list.id, matchBy: "email" } },
    );
    expect(done.counts).toMatchObject({
      created: 1,
      updated: 2,
      unchanged: 1,
      consentGranted: 4,
      tagged: 4,
      listed: 4,
    });
    expect(await previewImportUndo(ctx, { importId: done.id })).toEqual({
      people: 4,
      looked: 4,
      removed: 1,
      restored: 3,
      partly: 0,
      kept: 0,
      reasons: [],
    });
    expect(await undo(done.id)).toMatchObject({
      status: "done",
      people: 4,
      counts: { removed: 1, restored: 3, partly: 0, kept: 0, retracted: 4 },
    });
    const after = await everything(ctx);
    expect({ ...after, ledger: [], numbers: [] }).toEqual({ ...before, ledger: [], numbers: [] });
    expect((await people()).map((person) => [person.email, person.tags])).toEqual([
      ["a@example.com", []],
      ["b@example.com", ["old"]],
      ["c@example.com", []],
    ]);
    expect((await listMembers(ctx, { segmentId: list.id })).data).toEqual([]);
    expect(await kept(done.id)).toEqual([]);
  });

  it("answers every yes of the file in the ledger and deletes nothing there; nobody counts as having said no", async () => {
    const topic = await createTopic(ctx, {
      name: "Recipes",
      visibility: "public",
      defaultIn: false,
      doubleOptIn: false,
    });
    await createContact(ctx, { email: "known@example.com" });
    const done = await importAll(ctx, "email\nknown@example.com\nnew@example.com\n", {
      consent: { ...granted, topics: [{ topicId: topic.id, source: "Recipe club sheet" }] },
    });
    await undo(done.id);
    const rows = await pipelineSql()<
      { no: string; who: string; state: "granted"; source: "import"; topic: number; at: Date; evidence: string }[]
    >`select chain_no as no, contact_no as who, state, source, topic_no as topic, at, evidence from consent_ledger
       where workspace_no = ${ctx.workspaceNo} order by chain_no`;
    expect(rows.map((row) => [row.who, row.topic, row.state])).toEqual([
      ["1", 0, "granted"],
      ["2", 0, "granted"],
      ["1", 1, "granted"],
      ["2", 1, "granted"],
      ["1", 0, "retracted"],
      ["1", 1, "retracted"],
      ["2", 0, "retracted"],
      ["2", 1, "retracted"],
    ]);
    expect(rows.at(-1)?.evidence).toBe(`${done.id} (people.csv): import undone`);
    expect((await checkLedger(ctx, {})).fault).toBeNull();
    const [state] =
      await pipelineSql()`select count(*)::int as n from consent_state where workspace_no = ${ctx.workspaceNo}`;
    expect(state?.n).toBe(0);
    expect(
      replayConsent(
        rows.map((row) => ({ ...row, chainNo: Number(row.no), topicNo: row.topic, channel: "email" as const })),
      ),
    ).toEqual([]);
    // The same people may be brought in again, with the right file.
    const again = await importAll(ctx, "email\nknown@example.com\n", { consent: granted });
    expect(again.counts).toMatchObject({ consentGranted: 1, consentKept: 0 });
  });

  it("leaves alone whom something has happened to since, and says what; their consent by the file is taken back too", async () => {
    const names = ["sent", "edited", "said_no", "said_yes", "tagged", "listed", "plain"];
    const done = await importAll(
      ctx,
      `email,first name\n${names.map((name) => `${name}@example.com,${name}`).join("\n")}\n`,
      { consent: granted },
    );
    const numberOf = (name: string) => names.indexOf(name) + 1;
    await pipelineSql()`insert into run_recipients (workspace_no, run_no, batch_no, seq, contact_no)
      values (${ctx.workspaceNo}, 1, 1, 1, ${numberOf("sent")}), (${ctx.workspaceNo}, 1, 0, 1, ${numberOf("plain")})`;
    await updateContact(ctx, { id: await idOf("edited@example.com"), phone: "+4930123456" });
    await revokeConsent(
      { ...ctx, actor: { type: "recipient", contactNo: numberOf("said_no") } },
      { contactNo: numberOf("said_no"), source: "recipient_one_click" },
    );
    const yes = await idOf("said_yes@example.com");
    await setConsent(ctx, { contactId: yes, state: "denied" });
    await setConsent(ctx, { contactId: yes, state: "granted", evidence: "said so on the phone" });
    await tagContacts(ctx, { ids: [await idOf("tagged@example.com")], tags: ["vip"] });
    await createStaticSegment(ctx, {
      name: "Mine",
      from: { kind: "contacts", ids: [await idOf("listed@example.com")] },
    });
    const forecast = await previewImportUndo(ctx, { importId: done.id });
    expect(forecast).toMatchObject({ removed: 1, restored: 0, kept: 6 });
    expect(await undo(done.id)).toMatchObject({ counts: { removed: 1, kept: 6, retracted: 5 } });
    expect(await kept(done.id)).toEqual([
      ["sent", "kept", "written_to", []],
      ["edited", "kept", "changed", []],
      ["said_no", "kept", "answered", []],
      ["said_yes", "kept", "answered", []],
      ["tagged", "kept", "tagged", []],
      ["listed", "kept", "listed", []],
    ]);
    const states = await pipelineSql()`
      select contact_no::int as who, state, source from consent_state where workspace_no = ${ctx.workspaceNo} order by 1`;
    expect([...states]).toEqual([
      { who: numberOf("said_no"), state: "denied", source: "recipient_one_click" },
      { who: numberOf("said_yes"), state: "granted", source: "member" },
    ]);
  });

  it("sets back the fields that still say what the file wrote, and names those somebody changed", async () => {
    await createContactField(ctx, { key: "size", label: "Size", type: "text" });
    await createContact(ctx, { email: "a@example.com", firstName: "Ann", lastName: "Old", attributes: { size: "1" } });
    await createContact(ctx, { email: "b@example.com", externalId: "2", attributes: { size: "2" } });
    const done = await importAll(ctx, "email,first name,last name,size\na@example.com,Anna,New,5\nb@example.com,,,6\n");
    await updateContact(ctx, { id: await idOf("a@example.com"), lastName: "Newer" });
    expect(await previewImportUndo(ctx, { importId: done.id })).toMatchObject({ restored: 1, partly: 1 });
    expect(await undo(done.id)).toMatchObject({ counts: { restored: 1, partly: 1 } });
    expect(await people()).toMatchObject([
      { firstName: "Ann", lastName: "Newer", attributes: { size: "1" } },
      { externalId: "2", attributes: { size: "2" } },
    ]);
    expect(await kept(done.id)).toEqual([["Ann Newer", "partly", "changed", ["last_name"]]]);
  });

  it("does not put a value of an old type into a field, nor an address that somebody else has by now", async () => {
    const field = await createContactField(ctx, { key: "size", label: "Size", type: "text" });
    await createContact(ctx, { email: "old@example.com", externalId: "1", attributes: { size: "large" } });
    const done = await importAll(ctx, "id,email,size\n1,new@example.com,5\n");
    await retypeContactField(ctx, { id: field.id, type: "number" });
    const [retype] = await pipelineSql()<{ no: number }[]>`
      select max(retype_no)::int as no from field_retypes where workspace_no = ${ctx.workspaceNo}`;
    await runRetype(jobCtx(ctx, "test"), retype?.no ?? 0, 10_000);
    await createContact(ctx, { email: "old@example.com", firstName: "Somebody else" });
    expect(await undo(done.id)).toMatchObject({ counts: { partly: 1, restored: 0 } });
    expect(await people()).toMatchObject([
      { email: "new@example.com", externalId: "1", attributes: { size: 5 } },
      { email: "old@example.com", firstName: "Somebody else" },
    ]);
    expect(await kept(done.id)).toEqual([["new@example.com", "partly", "changed", ["size", "email"]]]);
  });

  it("goes on behind the last batch when it is stopped or started twice, and takes nobody back twice", async () => {
    const csv = `email\n${Array.from({ length: 1_200 }, (_, i) => `p${i}@example.com`).join("\n")}\n`;
    const done = await importAll(ctx, csv, { consent: granted });
    await undoImport(ctx, { importId: done.id });
    const importNo = await newestImport(ctx);
    expect(await runImportUndo(jobCtx(ctx, "test"), importNo, 0)).toBe("more");
    expect((await getImport(ctx, { importId: done.id })).undo).toMatchObject({
      status: "running",
      counts: { removed: 500 },
    });
    await Promise.all([
      runImportUndo(jobCtx(ctx, "test"), importNo, 60_000),
      runImportUndo(jobCtx(ctx, "test"), importNo, 60_000),
    ]);
    expect((await getImport(ctx, { importId: done.id })).undo).toMatchObject({
      status: "done",
      counts: { removed: 1_200, retracted: 1_200 },
    });
    expect(await people()).toEqual([]);
  });

  it("is offered for a day after the end, to those who may delete, and once", async () => {
    const { id, importNo } = await begin(ctx, "email\na@example.com\n");
    await expect(undoImport(ctx, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    await work(ctx, importNo);
    const { undoableUntil } = await getImport(ctx, { importId: id });
    const after = { ...ctx, now: new Date(Date.parse(undoableUntil ?? "") + 1) };
    await expect(undoImport(after, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(undoImport(as(ctx, "content_editor"), { importId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await createWorkspace();
    await expect(undoImport(stranger, { importId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await undo(id);
    await expect(undoImport(ctx, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(resumeImport(ctx, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(cancelImport(ctx, { importId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    const [audit] = await pipelineSql()`
      select changes from audit_log where workspace_no = ${ctx.workspaceNo} and action = 'import.undo'`;
    expect(audit?.changes).toEqual({ removed: 1, restored: 0, partly: 0, kept: 0, retracted: 0 });
  });

  it("forgets former values when the day is over, and then offers no way back", async () => {
    await createContact(ctx, { email: "a@example.com", firstName: "Ann" });
    const done = await importAll(ctx, "email,first name\na@example.com,Anna\n");
    const steps = async () =>
      (await pipelineSql()`select steps from import_contacts where workspace_no = ${ctx.workspaceNo}`)[0]?.steps;
    await forgetOldUndos(new Date(Date.parse(done.undoableUntil ?? "") - 1));
    expect(await steps()).toEqual([{ columns: { first_name: ["Ann", "Anna"] } }]);
    await forgetOldUndos(new Date(Date.parse(done.undoableUntil ?? "") + 1));
    expect(await steps()).toBeNull();
    expect((await getImport(ctx, { importId: done.id })).undoableUntil).toBeNull();
  });

  it("touches only its own workspace although numbers, addresses and ids are the same next door", async () => {
    const neighbour = await createWorkspace();
    const csv = "id,email,first name\n1,a@example.com,Ann\n2,b@example.com,Bob\n";
    await importAll(neighbour, csv, { consent: granted });
    const before = await everything(neighbour);
    const done = await importAll(ctx, csv, { consent: granted });
    await undo(done.id);
    expect(await everything(neighbour)).toEqual(before);
    expect(await people()).toEqual([]);
  });
});
