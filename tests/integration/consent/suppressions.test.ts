import { beforeEach, describe, expect, it } from "vitest";
import { addSuppression, countSuppressions, listSuppressions, removeSuppression } from "@/server/consent";
import { exportSuppressions, suppressList } from "@/server/people";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("the suppression list", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  const drop = (text: string | Uint8Array<ArrayBuffer>, at: Ctx = ctx, note?: string) =>
    suppressList(at, new Blob([text]).stream(), note);
  const addresses = async (filter: object = {}) =>
    (await listSuppressions(ctx, { limit: 50, ...filter })).data.map((row) => row.address).sort();
  const fileOf = async (filter: object = {}, at: Ctx = ctx) => {
    let text = "";
    for await (const lines of (await exportSuppressions(at, filter)).lines) text += lines;
    return text.replace("\ufeff", "").trim().split("\r\n");
  };
  const byJob = (address: string, reason: "complaint" | "erased" | "unsubscribed" | "hard_bounce") =>
    addSuppression(jobCtx(ctx, "test"), { addresses: [address], reason });
  const audited = async (action: string) =>
    pipelineSql()<{ changes: Record<string, unknown> }[]>`
      select changes from audit_log where workspace_no = ${ctx.workspaceNo} and action = ${action}`;

  it("takes a CSV and says of each line what became of it", async () => {
    await addSuppression(ctx, { addresses: ["old@x.example"] });
    const done = await drop(
      'name,E-mail\r\nAda,ADA@x.example\r\nOld,old@x.example\r\nBo,"bo at x"\r\nAda,ada@x.example\r\n,\r\n',
      ctx,
      "from the old tool",
    );
    expect(done).toEqual({
      addresses: 5,
      added: 1,
      already: 2,
      invalid: 2,
      problems: [
        { line: 4, text: "bo at x", problem: "An address has an @ sign." },
        { line: 6, text: "", problem: "There is no address here." },
      ],
    });
    expect(await addresses()).toEqual(["ada@x.example", "old@x.example"]);
    const [ada] = (await listSuppressions(ctx, { limit: 50, q: "ada" })).data;
    expect(ada).toMatchObject({ reason: "manual", note: "from the old tool" });
    await expect(drop("  \n")).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await expect(drop("a@x.example", as(ctx, "analyst"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("counts a list of 11,000 exactly, across its batches, twice over and in UTF-16", async () => {
    const lines = Array.from({ length: 11_000 }, (_, i) => (i % 1000 === 999 ? `no address ${i}` : `p${i}@x.example`));
    const text = lines.join("\n");
    expect(await drop(text)).toMatchObject({ addresses: 11_000, added: 10_989, already: 0, invalid: 11 });
    expect(await drop(new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le")))).toMatchObject({
      added: 0,
      already: 10_989,
      invalid: 11,
    });
    expect((await countSuppressions(ctx, {})).byReason.manual).toBe(10_989);
    const rows = await fileOf();
    expect([rows.length, new Set(rows).size]).toEqual([10_990, 10_990]);
  });

  it("has suppressed what came before a list grew too large", async () => {
    const filler = Buffer.from(`,${"x".repeat(1_000_000)}\n`);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from("email,note\n")),
      pull(controller) {
        controller.enqueue(Buffer.concat([Buffer.from(`p${sent}@x.example`), filler]));
        sent += 1;
      },
    });
    await expect(suppressList(ctx, body)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect((await countSuppressions(ctx, {})).total).toBe(67);
  });

  it("leaves by reason and search, with notes no spreadsheet runs, and only with those who may see addresses", async () => {
    await drop("a@x.example\nb@y.example", ctx, "=1+1");
    await byJob("c@x.example", "complaint");
    expect((await fileOf({ reason: "complaint" })).map((row) => row.split(",")[0])).toEqual(["email", "c@x.example"]);
    expect((await fileOf({ q: "y.ex" }))[1]).toMatch(/^b@y\.example,manual,'=1\+1,20/);
    expect(await addresses({ reason: "complaint" })).toEqual(["c@x.example"]);
    expect(await countSuppressions(ctx, {})).toMatchObject({
      total: 3,
      byReason: { manual: 2, complaint: 1, erased: 0 },
    });
    expect(await audited("suppression.export")).toHaveLength(2);
    const noAddresses: Ctx = {
      ...ctx,
      actor: { type: "api_key", keyId: "k", permissions: ["contact:export", "consent:read"] },
    };
    await expect(exportSuppressions(noAddresses, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listSuppressions(noAddresses, { limit: 5, q: "a" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("drops in again what was taken out", async () => {
    await drop("a@x.example\nb@x.example", ctx, 'said "no", twice');
    const file = (await fileOf()).join("\r\n");
    const other = await createWorkspace();
    expect(await drop(file, other)).toMatchObject({ added: 2, already: 0, invalid: 0 });
  });

  it("gives a complaint back only with the address typed, and an opt-out or erasure never", async () => {
    const why = "She called and asked for it";
    for (const reason of ["complaint", "erased", "unsubscribed", "hard_bounce"] as const)
      await byJob(`${reason}@x.example`, reason);
    const address = "complaint@x.example";
    await expect(removeSuppression(ctx, { address, why })).rejects.toMatchObject({ details: { field: "confirm" } });
    await expect(removeSuppression(ctx, { address, why, confirm: "hard_bounce@x.example" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
    await removeSuppression(ctx, { address, why, confirm: " Complaint@X.example " });
    await removeSuppression(ctx, { address: "hard_bounce@x.example", why });
    for (const address of ["erased@x.example", "unsubscribed@x.example"])
      await expect(removeSuppression(ctx, { address, why, confirm: address })).rejects.toMatchObject({
        code: "CONSENT_REQUIRED",
      });
    expect(await addresses()).toEqual(["erased@x.example", "unsubscribed@x.example"]);
    expect((await audited("suppression.remove")).map((row) => row.changes)).toMatchObject([
      { was: "complaint", why, address: "••••@x.example" },
      { was: "hard_bounce", why },
    ]);
  });
});
