import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { listContactFields } from "@/server/contacts";
import { createImport, getImport, listImportProblems, saveUpload } from "@/server/imports";
import { listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { importAll, suggestionFor, upload } from "./support";

/** Files of reliability.md U-01 to U-05 that nobody sends by accident, and those that many do. */
describe("a hostile file", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const people = async () => (await listContacts(ctx, { limit: 100, sort: "email" })).data;
  const codes = async (importId: string) =>
    (await listImportProblems(ctx, { importId, limit: 100 })).data.map((problem) => [problem.line, problem.code]);
  const onDisk = async () => (await readdir(join(inject("dataDir"), "imports")).catch(() => [])).sort();

  it("of 500 columns is read whole, each column a field, and one of 1,001 is refused with the number", async () => {
    const wide = (count: number) =>
      `email,${Array.from({ length: count - 1 }, (_, i) => `col ${i}`).join(",")}\nada@example.com,${Array.from({ length: count - 1 }, (_, i) => `v${i}`).join(",")}\n`;
    const done = await importAll(ctx, wide(500));
    expect(done.counts).toMatchObject({ rows: 1, created: 1 });
    const [ada] = await people();
    expect(Object.keys(ada?.attributes ?? {})).toHaveLength(499);
    expect(ada?.attributes.col_498).toBe("v498");
    await expect(upload(ctx, wide(1001))).rejects.toMatchObject({ message: expect.stringMatching(/1001 columns/) });
  });

  it("of two encodings loses only the rows that cannot be read, and says which", async () => {
    const utf8 = Buffer.from("email,first name\nzoe@example.com,Zoë\n");
    const latin = Buffer.from("jose@example.com,Jos\xe9\n", "latin1");
    const done = await importAll(ctx, Buffer.concat([utf8, latin, Buffer.from("ana@example.com,Aña\n")]), {
      mapping: { encoding: "utf-8" },
    });
    expect((await people()).map((person) => person.firstName)).toEqual(["Aña", "Zoë"]);
    expect(await codes(done.id)).toEqual([[3, "bad_characters"]]);
  });

  it("with null bytes, control characters and formulas stores no null byte and runs nothing", async () => {
    const done = await importAll(
      ctx,
      "email,first name,note\na@example.com,=cmd|' /C calc'!A0,\"+1+1\"\nb@example.com,Nu\u0000ll,x\nc@example.com,\u202eevil\u0007,-2\n",
    );
    expect(done.counts).toMatchObject({ rows: 3, created: 2, invalid: 1 });
    expect((await people()).map((person) => [person.firstName, person.attributes.note])).toEqual([
      ["=cmd|' /C calc'!A0", "+1+1"],
      ["\u202eevil\u0007", "-2"],
    ]);
    expect(await codes(done.id)).toEqual([[3, "bad_characters"]]);
  });

  it("with the same heading twice, an empty one and reserved names maps each column once", async () => {
    const importId = await upload(
      ctx,
      "email,Email,plan,plan,,consent,__proto__,constructor\na@example.com,b@example.com,1,2,3,yes,x,y\n",
    );
    const { columns } = await suggestionFor(ctx, importId);
    const keys = columns.flatMap((column) => ("key" in column ? [column.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    expect(columns[4]).toEqual({ to: "ignore" });
    const done = await importAll(ctx, "email,__proto__,constructor\na@example.com,xx,yy\n");
    expect(done.counts).toMatchObject({ created: 1 });
    const fields = (await listContactFields(ctx, {})).filter((field) => !field.isStandard).map((field) => field.key);
    expect((await people())[0]?.attributes).toEqual(Object.fromEntries(fields.map((key, i) => [key, ["xx", "yy"][i]])));
  });

  it.each([
    ["an Excel workbook", Buffer.from("PK\u0003\u0004rest of a zip", "latin1"), /Excel workbook/],
    ["a gzip bomb", gzipSync(Buffer.alloc(10_000_000)), /gzip/],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n....", "latin1"), /picture/],
    ["a GIF that is also JavaScript", Buffer.from("GIF89a=1;alert(1)//\n"), /picture/],
    ["a PDF", Buffer.from("%PDF-1.7\n"), /PDF/],
    ["a web page", Buffer.from("\n <!DOCTYPE html><script>alert(1)</script>"), /web page/],
    ["JSON posing as an upload", Buffer.from('{"files":[{"filepath":"/etc/passwd"}]}'), /JSON/],
  ])("that is %s is refused by its bytes, whatever its name says", async (_, bytes, message) => {
    const saved = await saveUpload([bytes]);
    await expect(createImport(ctx, { ...saved, fileName: "people.csv" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      message: expect.stringMatching(message),
    });
  });

  it.each(["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "people.csv\u0000.exe", "CON", "a\u202evsc.exe"])(
    "named %j lies under a random name in its own folder",
    async (fileName) => {
      const before = await onDisk();
      const id = await upload(ctx, "email\na@example.com\n", fileName);
      const made = (await onDisk()).filter((name) => !before.includes(name));
      expect(made).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{24}$/)]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect((await getImport(ctx, { importId: id })).fileName).not.toMatch(/[/\\\u0000]/);
    },
  );

  it.each([
    ["nothing but a heading", "email\n", { rows: 0 }],
    ["a heading without a line break", "email", { rows: 0 }],
    ["blank lines only", "\n\n  \n", null],
    [
      "a row of two megabytes",
      `email,note\na@example.com,${"x".repeat(2 << 20)}\nb@example.com,y\n`,
      { rows: 2, created: 1, invalid: 1 },
    ],
    [
      "a quote that is never closed, before good rows",
      'email,note\na@example.com,"open\nb@example.com,y\nc@example.com,z\n',
      { rows: 3, created: 2, invalid: 1 },
    ],
    [
      "ten thousand separators in one row",
      `email,note\na@example.com${",".repeat(10_000)}\nb@example.com,y${",z".repeat(500)}\n`,
      { rows: 2, created: 1, invalid: 1 },
    ],
  ] as const)("of %s ends with exact counts", async (_, csv, want) => {
    if (want === null) {
      await expect(upload(ctx, csv)).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
      return;
    }
    expect((await importAll(ctx, csv)).counts).toMatchObject(want);
  });
});
