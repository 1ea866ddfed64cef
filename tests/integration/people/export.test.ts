import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { beforeEach, describe, expect, inject, it } from "vitest";
import type { CreateExport } from "@/contracts/people";
import { createContact, createContactField } from "@/server/contacts";
import { CsvSplitter } from "@/server/imports/rules/split-csv";
import {
  cancelExport,
  createExport,
  forgetOldJobs,
  getExport,
  openExportFile,
  runExport,
  takeExport,
} from "@/server/people";
import { fromSpreadsheetText } from "@/server/people/rules/to-cell";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, odd } from "./support";

const HOSTILE = [
  '=HYPERLINK("http://x")',
  "+1",
  "-1+2",
  "@SUM(A1)",
  "\t=1",
  'a";=1',
  "a\n-b",
  "'=x",
  "plain, text",
  "ünï 李",
];

describe("exports", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  async function run(input: CreateExport, at: Ctx = ctx) {
    const asked = await createExport(at, input);
    const [row] = await pipelineSql()<{ no: number }[]>`
      select max(export_no)::int as no from exports where workspace_no = ${at.workspaceNo}`;
    expect(await runExport(jobCtx(at, "test"), row?.no ?? 0)).toBe("done");
    return getExport(at, { id: asked.id });
  }
  async function bytesOf(id: string): Promise<Buffer> {
    const { storageKey } = await takeExport(ctx, { id });
    return Buffer.from(await new Response((await openExportFile(storageKey)).stream).arrayBuffer());
  }
  const csvRows = (text: string): string[][] =>
    [...new CsvSplitter(",").push(text, true)].map((record) => record.fields);
  async function hostilePeople(): Promise<void> {
    await createContactField(ctx, { key: "note", label: "Note", type: "text" });
    await createContactField(ctx, { key: "seats", label: "Seats", type: "number" });
    await createContactField(ctx, { key: "paid", label: "Paid", type: "boolean" });
    await createContactField(ctx, { key: "since", label: "Since", type: "date" });
    for (const [i, note] of HOSTILE.entries())
      await createContact(ctx, {
        email: `p${i}@example.com`,
        firstName: i === 0 ? "=cmd" : "Ann",
        attributes: { note, seats: -i, ...(i % 2 ? { paid: i % 4 === 1, since: "2026-03-01" } : {}) },
        tags: i === 1 ? ["b", "A"] : [],
      });
  }
  const columns = [
    "id",
    "email",
    "first_name",
    "tags",
    "attributes.note",
    "attributes.seats",
    "attributes.paid",
    "attributes.since",
  ];

  it("as CSV run nothing in a spreadsheet, and every text comes back exactly", async () => {
    await hostilePeople();
    const safe = await run({ format: "csv", columns });
    expect(safe).toMatchObject({ status: "done", rows: HOSTILE.length, people: HOSTILE.length });
    const text = (await bytesOf(safe.id)).toString("utf8");
    expect(text.startsWith("\ufeffid,email,first_name,tags,note,seats,paid,since\r\n")).toBe(true);
    const [, ...rows] = csvRows(text);
    expect(rows.map((row) => fromSpreadsheetText(row[4] ?? ""))).toEqual(HOSTILE);
    for (const row of rows) for (const cell of [row[2], row[4]]) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows[3]?.slice(3)).toEqual(["", "'@SUM(A1)", "-3", "false", "2026-03-01T00:00:00.000Z"]);
    expect(rows[1]?.[3]).toBe("A, b");
    const raw = await run({ format: "csv", columns, options: { spreadsheet: false, bom: false } });
    const [, ...plain] = csvRows((await bytesOf(raw.id)).toString("utf8"));
    expect(plain.map((row) => row[4])).toEqual(HOSTILE);
  });

  it("as NDJSON and Parquet keep types, missing values and tags", async () => {
    await hostilePeople();
    const json = await run({ format: "ndjson", columns });
    const lines = (await bytesOf(json.id))
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.note)).toEqual(HOSTILE);
    expect(lines[1]).toMatchObject({ tags: ["A", "b"], seats: -1, paid: true, since: "2026-03-01T00:00:00.000Z" });
    expect(lines[2]).toMatchObject({ tags: [], paid: null, since: null });
    const parquet = await run({ format: "parquet", columns });
    const bytes = await bytesOf(parquet.id);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = await parquetReadObjects({ file: file as ArrayBuffer });
    expect(rows.map((row) => row.note)).toEqual(HOSTILE);
    expect(rows[1]).toMatchObject({ tags: "A, b", seats: -1, paid: true, since: new Date("2026-03-01T00:00:00Z") });
    expect(rows[2]?.paid ?? null).toBeNull();
  });

  it.each(["csv", "ndjson", "parquet"] as const)(
    "as %s hold exactly the people the filter meant, over many batches, and nobody else's",
    async (format) => {
      const other = await createWorkspace();
      for (const at of [ctx, other]) await addPeople(at, 11_001);
      const done = await run({ format, selection: { kind: "filter", filter: odd }, columns: ["email"] });
      expect(done).toMatchObject({ rows: 5_501, people: 5_501 });
      const bytes = await bytesOf(done.id);
      expect(bytes.byteLength).toBe(done.byteSize);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      const emails =
        format === "parquet"
          ? (await parquetReadObjects({ file })).map((row) => row.email)
          : bytes
              .toString("utf8")
              .replace("\ufeff", "")
              .trimEnd()
              .split(/\r?\n/)
              .slice(format === "csv" ? 1 : 0)
              .map((line) => (format === "csv" ? line : JSON.parse(line).email));
      expect(emails).toEqual(Array.from({ length: 5_501 }, (_, i) => `P${2 * i + 1}@example.com`));
    },
  );

  it("of nobody are whole files", async () => {
    for (const format of ["csv", "ndjson", "parquet"] as const) {
      const done = await run({ format, columns: ["email"] });
      expect(done).toMatchObject({ status: "done", rows: 0 });
      const bytes = await bytesOf(done.id);
      if (format === "csv") expect(bytes.toString("utf8")).toBe("\ufeffemail\r\n");
      if (format === "parquet") {
        const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
        expect(await parquetReadObjects({ file })).toEqual([]);
      }
    }
  });

  it("leave only with a member who may export and see addresses, and every download is written down", async () => {
    await addPeople(ctx, 2);
    const done = await run({ format: "csv" });
    await expect(takeExport(as(ctx, "campaign_manager"), { id: done.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(takeExport(await createWorkspace(), { id: done.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await takeExport(ctx, { id: done.id });
    const log =
      await pipelineSql()`select action from audit_log where workspace_no = ${ctx.workspaceNo} and entity_type = 'export' order by at, id`;
    expect(log.map((row) => row.action).sort()).toEqual(["export.complete", "export.create", "export.download"]);
    const masking: Ctx = {
      ...ctx,
      actor: { type: "api_key", keyId: "k", permissions: ["contact:read", "contact:export"] },
    };
    const masked = await run({ format: "csv", columns: ["email"] }, masking);
    expect((await bytesOf(masked.id)).toString("utf8")).toContain("••••@example.com");
    expect((await bytesOf(masked.id)).toString("utf8")).not.toContain("P1@");
    await expect(takeExport(masking, { id: done.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("lose their file after 7 days, when cancelled, and when a new attempt takes over", async () => {
    await addPeople(ctx, 2);
    const directory = join(inject("dataDir"), "exports");
    const before = new Set(await readdir(directory));
    const files = async () => (await readdir(directory)).filter((name) => !before.has(name));
    const done = await run({ format: "csv" });
    expect(await files()).toHaveLength(1);
    const later: Ctx = { ...ctx, now: new Date(Date.parse(done.expiresAt ?? "") + 1) };
    await expect(takeExport(later, { id: done.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await forgetOldJobs(later.now);
    expect(await files()).toEqual([]);
    expect(await getExport(ctx, { id: done.id })).toMatchObject({ status: "expired" });

    const asked = await createExport(ctx, { format: "csv" });
    await cancelExport(ctx, { id: asked.id });
    const [row] = await pipelineSql()<
      { no: number }[]
    >`select max(export_no)::int as no from exports where workspace_no = ${ctx.workspaceNo}`;
    expect(await runExport(jobCtx(ctx, "test"), row?.no ?? 0)).toBe("stopped");
    const again = await createExport(ctx, { format: "csv" });
    const no = (row?.no ?? 0) + 1;
    // As after a crash: running, with a file that nobody finished.
    await pipelineSql()`update exports set status = 'running', storage_key = 'AAAAAAAAAAAAAAAAAAAAAAAA' where workspace_no = ${ctx.workspaceNo} and export_no = ${no}`;
    const outcomes = await Promise.all([runExport(jobCtx(ctx, "test"), no), runExport(jobCtx(ctx, "test"), no)]);
    expect(outcomes).toContain("done");
    expect(await files()).toHaveLength(1);
    expect((await bytesOf(again.id)).toString("utf8").trimEnd().split("\n")).toHaveLength(3);
  });

  it("are never finished by an attempt that another one has taken over from, and it leaves no file", async () => {
    await addPeople(ctx, 2);
    const directory = join(inject("dataDir"), "exports");
    const before = new Set(await readdir(directory));
    const asked = await createExport(ctx, { format: "csv" });
    const ws = ctx.workspaceNo;
    let first: Promise<"done" | "stopped"> | undefined;
    await pipelineSql().begin(async (tx) => {
      // The first attempt gets as far as reading people, and no further.
      await tx`lock table contacts in access exclusive mode`;
      first = runExport(jobCtx(ctx, "test"), 1);
      let key: string | null = null;
      while (key === null)
        key =
          (await tx<{ key: string | null }[]>`select storage_key as key from exports where workspace_no = ${ws}`)[0]
            ?.key ?? null;
      await tx`update exports set storage_key = 'BBBBBBBBBBBBBBBBBBBBBBBB' where workspace_no = ${ws}`;
    });
    expect(await first).toBe("stopped");
    expect(await getExport(ctx, { id: asked.id })).toMatchObject({ status: "running", rows: 0 });
    expect((await readdir(directory)).filter((name) => !before.has(name))).toEqual([]);
  });
});
