import postgres from "postgres";
import { beforeEach, describe, expect, it } from "vitest";
import type { BulkAction, Selection } from "@/contracts/people";
import { setConsent } from "@/server/consent";
import { createContact, createContactField, tagContacts, untagContacts, updateContact } from "@/server/contacts";
import {
  cancelBulk,
  forgetOldJobs,
  getBulkJob,
  listBulkRows,
  listContacts,
  previewBulk,
  runBulkJob,
  startBulk,
  undoBulk,
} from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { deleteContacts } from "@/server/privacy";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, firstNames, newestJob, odd, tagged, work, workBack } from "./support";

const addVip: BulkAction = { kind: "add_tags", tags: ["vip"] };
const everybody: Selection = { kind: "filter" };
const oddOnes: Selection = { kind: "filter", filter: odd };

describe("bulk actions", () => {
  const database = useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const idsOf = async (at: Ctx) => (await listContacts(at, { limit: 100, order: "asc" })).data.map((row) => row.id);
  const counts = ({ changed, already, skipped }: { changed: number; already: number; skipped: number }) => [
    changed,
    already,
    skipped,
  ];

  it("say beforehand what they then do, person by person", async () => {
    await addPeople(ctx, 20);
    await createContactField(ctx, { key: "plan", label: "Plan", type: "text" });
    await createContact(ctx, { externalId: "no-address" });
    const ids = await idsOf(ctx);
    await tagContacts(ctx, { ids: ids.slice(0, 4), tags: ["VIP"] });
    await updateContact(ctx, { id: ids[0] ?? "", attributes: { plan: "pro" } });
    const cases: [BulkAction, number[]][] = [
      [addVip, [17, 4, 0]],
      [{ kind: "set_field", field: "plan", value: "pro" }, [20, 1, 0]],
      [{ kind: "clear_field", field: "plan" }, [21, 0, 0]],
      [{ kind: "set_field", field: "first_name", value: "Odd" }, [11, 10, 0]],
      [{ kind: "remove_tags", tags: ["vip", "unknown"] }, [21, 0, 0]],
      [{ kind: "suppress", reason: "asked by phone" }, [20, 0, 1]],
      [{ kind: "suppress", reason: "asked again" }, [0, 20, 1]],
      [{ kind: "delete" }, [21, 0, 0]],
    ];
    for (const [action, want] of cases) {
      const preview = await previewBulk(ctx, { selection: everybody, action });
      expect([action.kind, preview.change, preview.already, preview.skipped]).toEqual([action.kind, ...want]);
      const job = await startBulk(ctx, { selection: everybody, action });
      expect([job.status, ...counts(job)]).toEqual(["done", ...want]);
      const rows = await listBulkRows(ctx, { id: job.id, limit: 100 });
      const sum = (outcome: string) => rows.data.filter((row) => row.outcome === outcome).length;
      expect([sum("changed"), sum("already"), sum("skipped")]).toEqual(want);
    }
    expect(await idsOf(ctx)).toEqual([]);
  });

  it("of more than 1,000 people count exactly, although people are tagged and deleted beside them", async () => {
    await addPeople(ctx, 12_500);
    await createContact(ctx, { email: "later@example.com" });
    const job = await startBulk(ctx, { selection: everybody, action: addVip, expected: 12_501 });
    expect(job).toMatchObject({ status: "queued", people: null });
    const [newest, next] = (await listContacts(ctx, { limit: 2 })).data.map((row) => row.id);
    const concurrent = async () => {
      await tagContacts(ctx, { ids: [newest ?? ""], tags: ["vip"] });
      await deleteContacts(ctx, { ids: [next ?? ""] });
    };
    const jobNo = await newestJob(ctx);
    // The people are written down before the first batch, so both meet them in one of the batches.
    await Promise.all([work(ctx, jobNo), work(ctx, jobNo), concurrent()]);
    const done = await getBulkJob(ctx, { id: job.id });
    expect(done.status).toBe("done");
    expect(done.changed + done.already + done.skipped).toBe(done.people);
    const [rows] = await pipelineSql()<{ changed: number; already: number; skipped: number }[]>`
      select count(*) filter (where outcome = 'changed')::int as changed, count(*) filter (where outcome = 'already')::int as already,
             count(*) filter (where outcome = 'skipped')::int as skipped from bulk_job_rows where workspace_no = ${ctx.workspaceNo}`;
    expect(counts(done)).toEqual([rows?.changed, rows?.already, rows?.skipped]);
    expect(await tagged(ctx, "vip")).toHaveLength(12_500);
  });

  it("go on exactly after dying at any point between or inside batches", async () => {
    await addPeople(ctx, 11_000);
    await tagContacts(ctx, { ids: await idsOf(ctx), tags: ["vip"] });
    const job = await startBulk(ctx, { selection: everybody, action: addVip });
    const jobNo = await newestJob(ctx);
    // Each run dies: the first while it writes down who is meant, the next in the middle of its batch, the third between
    // two batches.
    const owner = postgres(database().ownerUrl, { max: 1, onnotice: () => {} });
    const dieAt = (contactNo: number, event: string) =>
      owner.unsafe(`
        create or replace function die() returns trigger language plpgsql as $$ begin raise exception 'dies here'; end $$;
        drop trigger if exists die on bulk_job_rows;
        create trigger die before ${event} on bulk_job_rows for each row when (new.contact_no = ${contactNo}) execute function die()`);
    for (const [contactNo, event] of [
      [9_000, "insert"],
      [2_500, "update"],
      [7_000, "update"],
    ] as const) {
      await dieAt(contactNo, event);
      await expect(work(ctx, jobNo)).rejects.toThrow();
    }
    await owner`drop trigger die on bulk_job_rows`;
    await owner.end();
    expect(await getBulkJob(ctx, { id: job.id })).toMatchObject({ status: "running", done: 5_000 });
    await work(ctx, jobNo);
    const done = await getBulkJob(ctx, { id: job.id });
    expect([done.status, ...counts(done)]).toEqual(["done", 10_900, 100, 0]);
  });

  it("undone give back only what is still as the job left it", async () => {
    await addPeople(ctx, 10);
    const ids = await idsOf(ctx);
    const before = await firstNames(ctx);
    const job = await startBulk(ctx, {
      selection: everybody,
      action: { kind: "set_field", field: "first_name", value: "Same" },
    });
    await updateContact(ctx, { id: ids[2] ?? "", firstName: "Mine now" });
    await deleteContacts(ctx, { ids: [ids[3] ?? ""] });
    expect(await undoBulk(ctx, { id: job.id })).toMatchObject({
      status: "undone",
      restored: 8,
      left: 2,
      canUndo: false,
    });
    const after = await firstNames(ctx);
    before.set(3, "Mine now");
    before.delete(4);
    expect(after).toEqual(before);
    await expect(undoBulk(ctx, { id: job.id })).rejects.toMatchObject({ code: "CONFLICT" });

    await tagContacts(ctx, { ids: ids.slice(0, 2), tags: ["vip"] });
    const add = await startBulk(ctx, { selection: everybody, action: addVip });
    await untagContacts(ctx, { ids: [ids[5] ?? ""], tags: ["vip"] });
    expect(await undoBulk(ctx, { id: add.id })).toMatchObject({ restored: 6, left: 1 });
    expect(await tagged(ctx, "vip")).toEqual([1, 2]);
    const take = await startBulk(ctx, { selection: everybody, action: { kind: "remove_tags", tags: ["vip"] } });
    await undoBulk(ctx, { id: take.id });
    expect(await tagged(ctx, "vip")).toEqual([1, 2]);
  });

  it("restore numbers, yes and no, and missing values of custom fields exactly", async () => {
    await createContactField(ctx, { key: "seats", label: "Seats", type: "number" });
    for (const [email, seats] of [
      ["a", 3],
      ["b", null],
    ] as const)
      await createContact(ctx, { email: `${email}@example.com`, attributes: { seats } });
    const job = await startBulk(ctx, { selection: everybody, action: { kind: "set_field", field: "seats", value: 9 } });
    expect((await listContacts(ctx, {})).data.map((row) => row.attributes)).toEqual([{ seats: 9 }, { seats: 9 }]);
    await undoBulk(ctx, { id: job.id });
    expect((await listContacts(ctx, {})).data.map((row) => row.attributes)).toEqual([{}, { seats: 3 }]);
    await expect(
      startBulk(ctx, { selection: everybody, action: { kind: "set_field", field: "seats", value: "many" } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR", details: { field: "value" } });
    await expect(
      startBulk(ctx, { selection: everybody, action: { kind: "set_field", field: "email", value: "x@example.com" } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR", details: { field: "field" } });
  });

  it("cancelled keep what they changed, and undo exactly that in the background", async () => {
    await addPeople(ctx, 12_000);
    const job = await startBulk(ctx, { selection: everybody, action: addVip });
    const jobNo = await newestJob(ctx);
    // The people are written down, then one batch.
    for (let step = 0; step < 2; step += 1) expect(await runBulkJob(jobCtx(ctx, "test"), jobNo, 0)).toBe("more");
    expect(await cancelBulk(ctx, { id: job.id })).toMatchObject({ status: "cancelled", changed: 5_000, canUndo: true });
    await work(ctx, jobNo);
    expect(await tagged(ctx, "vip")).toHaveLength(5_000);
    expect(await undoBulk(ctx, { id: job.id })).toMatchObject({ status: "undoing" });
    await workBack(ctx, jobNo);
    expect(await getBulkJob(ctx, { id: job.id })).toMatchObject({ status: "undone", restored: 5_000, left: 0 });
    expect(await tagged(ctx, "vip")).toEqual([]);
  });

  it("delete nobody when more match than were confirmed, and keep every no", async () => {
    await addPeople(ctx, 1_200);
    const [ada] = (await listContacts(ctx, { limit: 1 })).data;
    await setConsent(ctx, { contactId: ada?.id ?? "", state: "denied" });
    const action: BulkAction = { kind: "delete" };
    const early = await startBulk(ctx, { selection: everybody, action, expected: 1_100 });
    await work(ctx, await newestJob(ctx));
    expect(await getBulkJob(ctx, { id: early.id })).toMatchObject({ status: "failed", changed: 0 });
    expect((await firstNames(ctx)).size).toBe(1_200);
    await expect(startBulk(ctx, { selection: oddOnes, action, expected: 10 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const job = await startBulk(ctx, { selection: everybody, action, expected: 1_200 });
    await work(ctx, await newestJob(ctx));
    expect(await getBulkJob(ctx, { id: job.id })).toMatchObject({ status: "done", changed: 1_200, canUndo: false });
    expect((await firstNames(ctx)).size).toBe(0);
    const kept = await pipelineSql()`select address_key from suppressions where workspace_no = ${ctx.workspaceNo}`;
    expect(kept.map((row) => row.address_key)).toEqual(["p1200@example.com"]);
  });

  it("touch no other workspace that has the same numbers, and no job of it", async () => {
    const other = await createWorkspace();
    for (const at of [ctx, other]) await addPeople(at, 1_500);
    const before = await firstNames(other);
    const selection = everybody;
    const theirs = await startBulk(other, { selection, action: addVip });
    for (const action of [
      addVip,
      { kind: "set_field", field: "first_name", value: "X" },
      { kind: "suppress", reason: "test" },
      { kind: "delete" },
    ] as const) {
      const job = await startBulk(ctx, { selection, action });
      await work(ctx, await newestJob(ctx));
      expect(await getBulkJob(ctx, { id: job.id })).toMatchObject({ status: "done", changed: 1_500 });
      await expect(getBulkJob(other, { id: job.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await firstNames(other)).toEqual(before);
    expect(await tagged(other, "vip")).toEqual([]);
    expect(await pipelineSql()`select 1 from suppressions where workspace_no = ${other.workspaceNo}`).toHaveLength(0);
    expect(await getBulkJob(other, { id: theirs.id })).toMatchObject({ status: "queued", changed: 0 });
  });

  it("need the permission of what they do", async () => {
    await addPeople(ctx, 1);
    const viewer = as(ctx, "viewer");
    for (const action of [addVip, { kind: "delete" }, { kind: "suppress", reason: "test" }] as const) {
      await expect(startBulk(viewer, { selection: everybody, action })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(previewBulk(viewer, { selection: everybody, action })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("forget who was meant after 7 days, and with it the way back, but not the counts", async () => {
    await addPeople(ctx, 3);
    const job = await startBulk(ctx, { selection: everybody, action: addVip });
    const later = new Date(ctx.now.getTime() + 8 * 86_400_000);
    await forgetOldJobs(later);
    const at: Ctx = { ...ctx, now: later };
    expect((await listBulkRows(at, { id: job.id })).data).toEqual([]);
    expect(await getBulkJob(at, { id: job.id })).toMatchObject({ changed: 3, canUndo: false });
    await expect(undoBulk(at, { id: job.id })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
