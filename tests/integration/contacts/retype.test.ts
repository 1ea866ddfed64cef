import { beforeEach, describe, expect, it } from "vitest";
import type { AttributeType } from "@/contracts/contacts";
import {
  archiveContactField,
  createContact,
  createContactField,
  failRetype,
  fieldDefinitions,
  forecastRetype,
  getContact,
  listFieldSummaries,
  renameContactField,
  restoreContactField,
  retryRetype,
  retypeContactField,
  runRetype,
  undoRetype,
  updateContact,
} from "@/server/contacts";
import { createTemplate } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { createSegment, getSegment, recheckSegmentsOf, refreshSegment } from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

const plain = { decimalComma: false, dayFirst: true };

describe("changing the type of a field", () => {
  useTestDatabase();
  let ctx: Ctx;
  let fieldId: string;
  beforeEach(async () => {
    ctx = await createWorkspace();
    fieldId = (await createContactField(ctx, { key: "seats", label: "Seats", type: "text" })).id;
  });

  const retypeNo = async () => {
    const [row] =
      await pipelineSql()`select max(retype_no) as no from field_retypes where workspace_no = ${ctx.workspaceNo}`;
    return Number(row?.no);
  };
  const run = async (batchSize = 3) => runRetype(ctx, await retypeNo(), 60_000, batchSize);
  const typeOf = async (): Promise<AttributeType | undefined> =>
    (await inWorkspace(ctx.workspaceNo, (tx) => fieldDefinitions(tx, ctx.workspaceNo))).find((f) => f.key === "seats")
      ?.type;
  const values = async () =>
    (
      await pipelineSql()`select attributes -> 'seats' as v from contacts where workspace_no = ${ctx.workspaceNo} order by contact_no`
    ).map((row) => row.v);
  const TEXTS = ["5", " 12 ", "many", "1,234.5", null, "7", "lots", "", "0", "many", "3e2", "-1"];
  const fill = async () => {
    const ids: string[] = [];
    for (const [i, seats] of TEXTS.entries())
      ids.push((await createContact(ctx, { email: `p${i}@example.com`, attributes: { seats } })).id);
    // As an old import may have left it.
    await pipelineSql()`
      update contacts set attributes = attributes || '{"seats": "   "}' where workspace_no = ${ctx.workspaceNo} and email_key = 'p7@example.com'`;
    return ids;
  };

  it("does exactly what the forecast said, and goes back exactly", async () => {
    await fill();
    const before = await values();
    const forecast = await forecastRetype(ctx, { id: fieldId, type: "number", options: plain });
    expect(forecast).toMatchObject({ converted: 7, emptied: 1, unreadable: 3, without: 1 });
    expect(forecast.samples).toEqual([
      { value: "many", people: 2, problem: "“many” is not a number." },
      { value: "lots", people: 1, problem: "“lots” is not a number." },
    ]);
    await retypeContactField(ctx, { id: fieldId, type: "number", options: plain });
    expect([await typeOf(), await values()]).toEqual(["text", before]);
    expect(await run()).toEqual({ state: "done" });
    expect(await typeOf()).toBe("number");
    expect(await values()).toEqual(
      [5, 12, undefined, 1234.5, undefined, 7, undefined, undefined, 0, undefined, 300, -1].map((v) => v ?? null),
    );
    const { fields } = await listFieldSummaries(ctx, {});
    const { converted, emptied, unreadable } = forecast;
    expect(fields.find((f) => f.key === "seats")).toMatchObject({
      filled: 7,
      retype: { status: "done", counts: { converted, emptied, unreadable }, undoableUntil: expect.any(String) },
    });
    await undoRetype(ctx, { id: fieldId });
    expect(await run()).toEqual({ state: "done" });
    expect([await typeOf(), await values()]).toEqual(["text", before]);
    await expect(undoRetype(ctx, { id: fieldId })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("keeps old type and values while it works, goes on after a crash between batches, and takes in what came meanwhile", async () => {
    const ids = await fill();
    await retypeContactField(ctx, { id: fieldId, type: "number", options: plain });
    const no = await retypeNo();
    // A budget of nothing stops behind the first batch, as a kill there would; the second call is the restart.
    expect(await runRetype(ctx, no, 0, 4)).toEqual({ state: "more" });
    expect(await typeOf()).toBe("text");
    await updateContact(ctx, { id: ids[0] ?? "", attributes: { seats: "6" } });
    await updateContact(ctx, { id: ids[1] ?? "", attributes: { seats: null } });
    await updateContact(ctx, { id: ids[4] ?? "", attributes: { seats: "44" } });
    await createContact(ctx, { email: "late@example.com", attributes: { seats: "99" } });
    expect(await runRetype(ctx, no, 60_000, 4)).toEqual({ state: "done" });
    expect(await runRetype(ctx, no, 60_000, 4)).toEqual({ state: "stopped" });
    expect(await values()).toEqual([6, null, null, 1234.5, 44, 7, null, null, 0, null, 300, -1, 99]);
    await expect(updateContact(ctx, { id: ids[0] ?? "", attributes: { seats: "8" } })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
    await updateContact(ctx, { id: ids[2] ?? "", attributes: { seats: 2 } });
    await undoRetype(ctx, { id: fieldId });
    await run(5);
    // Untouched ones are as they were, the others converted.
    expect(await values()).toEqual([
      "6",
      null,
      "2",
      "1,234.5",
      "44",
      "7",
      "lots",
      "   ",
      "0",
      "many",
      "3e2",
      "-1",
      "99",
    ]);
  });

  it("lets no writer put a value of the old type behind the exchange", async () => {
    const ids = await fill();
    await retypeContactField(ctx, { id: fieldId, type: "number", options: plain });
    const writes = ids.map((id, i) => updateContact(ctx, { id, attributes: { seats: String(100 + i) } }));
    const [outcome, ...written] = await Promise.allSettled([run(2), ...writes]);
    expect(outcome).toMatchObject({ status: "fulfilled", value: { state: "done" } });
    for (const result of written)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "VALIDATION_ERROR" });
    expect((await values()).filter((value) => value !== null && typeof value !== "number")).toEqual([]);
  });

  it("names what uses a field, warns of what breaks, and marks those segments", async () => {
    await fill();
    const row = (operator: "contains" | "equals") => ({
      kind: "attribute" as const,
      field: "seats",
      operator,
      value: "1",
    });
    const broken = await createSegment(ctx, { name: "Contains one", condition: row("contains") });
    const fine = await createSegment(ctx, {
      name: "Has seats",
      condition: { kind: "group", op: "any", children: [{ kind: "attribute", field: "seats", operator: "is_set" }] },
    });
    const template = await createTemplate(ctx, {
      name: "Seats mail",
      document: {
        version: 1,
        mode: "code",
        subject: "You have {{ contact.seats }}",
        preheader: "",
        text: "",
        html: "<p>Hi</p>",
      },
    });
    const { usedBy } = await forecastRetype(ctx, { id: fieldId, type: "number", options: plain });
    expect(usedBy).toEqual([
      { type: "segment", id: broken.id, name: "Contains one", blocks: true, breaks: true },
      { type: "segment", id: fine.id, name: "Has seats", blocks: true, breaks: false },
      { type: "template", id: template.id, name: "Seats mail", blocks: true, breaks: false },
    ]);
    const stranger = await createWorkspace();
    expect((await listFieldSummaries(stranger, {})).fields.flatMap((f) => f.usedBy)).toEqual([]);
    await retypeContactField(ctx, { id: fieldId, type: "number", options: plain });
    await run();
    expect(await recheckSegmentsOf(ctx.workspaceNo, "seats")).toEqual({ broken: 1 });
    expect(await getSegment(ctx, { segmentId: broken.id })).toMatchObject({
      refreshState: "failed",
      refreshProblem: expect.stringContaining("does not apply to Seats, which is a number"),
    });
    const [no] =
      await pipelineSql()`select segment_no from segments where workspace_no = ${ctx.workspaceNo} and name = 'Has seats'`;
    expect(await refreshSegment(ctx.workspaceNo, Number(no?.segment_no))).toMatchObject({ members: 7 });
    await undoRetype(ctx, { id: fieldId });
    await run();
    expect(await recheckSegmentsOf(ctx.workspaceNo, "seats")).toEqual({ broken: 0 });
    expect((await getSegment(ctx, { segmentId: broken.id })).refreshProblem).toBeNull();
  });

  it("renames, archives with its key still readable, restores, and refuses two changes at once", async () => {
    const [id] = await fill();
    await renameContactField(ctx, { id: fieldId, label: "Licences" });
    await archiveContactField(ctx, { id: fieldId });
    expect((await getContact(ctx, { id: id ?? "" })).attributes).toEqual({ seats: "5" });
    await expect(retypeContactField(ctx, { id: fieldId, type: "number" })).rejects.toMatchObject({ code: "CONFLICT" });
    await restoreContactField(ctx, { id: fieldId });
    await retypeContactField(ctx, { id: fieldId, type: "number" });
    await expect(retypeContactField(ctx, { id: fieldId, type: "date" })).rejects.toMatchObject({ code: "CONFLICT" });
    await failRetype(ctx.workspaceNo, await retypeNo(), "The disk is full.");
    expect(await typeOf()).toBe("text");
    await retryRetype(ctx, { id: fieldId });
    expect(await run()).toEqual({ state: "done" });
    await expect(retypeContactField(await createWorkspace(), { id: fieldId, type: "date" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
