import { beforeEach, describe, expect, it } from "vitest";
import type { Block, EmailDocument } from "@/contracts/documents/email";
import { compareVersions, createTemplate, saveTemplate } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

const envelope = { version: 1 as const, preheader: "Short", text: "" };
const blocks = (subject: string, list: Block[]): EmailDocument => ({
  ...envelope,
  mode: "blocks",
  subject,
  blocks: list,
});
const code = (html: string): EmailDocument => ({ ...envelope, mode: "code", subject: "News", html });
const heading = (text: string): Block => ({ kind: "heading", id: "b1", text, level: 1, align: "left" });
const button = (label: string): Block => ({
  kind: "button",
  id: "b2",
  label,
  url: "https://example.com",
  align: "left",
});
const divider: Block = { kind: "divider", id: "b3" };

describe("two versions of a template", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const versions = async (...documents: EmailDocument[]) => {
    const [first, ...rest] = documents;
    if (!first) throw new Error("no document");
    const { id } = await createTemplate(ctx, { name: "Letter", document: first });
    for (const [at, document] of rest.entries()) await saveTemplate(ctx, { id, expectedVersion: at + 1, document });
    return id;
  };

  it("are told apart by subject, by block and by word, each picture with the marks of its side", async () => {
    const id = await versions(
      blocks("Order by Friday", [heading("Fresh bread"), button("Order")]),
      blocks("Order by Thursday", [heading("Warm bread"), divider]),
    );
    const found = await compareVersions(ctx, { id, from: 1, to: 2 });
    expect(found.subject).toEqual([
      { kind: "same", text: "Order by " },
      { kind: "removed", text: "Friday" },
      { kind: "added", text: "Thursday" },
    ]);
    expect([found.preheader, found.text]).toEqual([null, null]);
    expect(found.changes).toEqual([
      { kind: "removed", what: "Button “Order”" },
      { kind: "changed", what: "Heading “Warm bread”" },
      { kind: "added", what: "Divider" },
    ]);
    expect(found.before.html).toMatch(/<del[^>]*>Fresh/);
    expect(found.after.html).toMatch(/<ins[^>]*>Warm/);
    expect(found.before.html).not.toContain("<ins");
    expect(found.code.flat().filter((line) => line.kind !== "same").length).toBeGreaterThan(1);
  });

  it("are the same where nothing changed", async () => {
    const id = await versions(code("<p>one</p>"), code("<p>one</p>"));
    const found = await compareVersions(ctx, { id, from: 1, to: 2 });
    expect(found).toMatchObject({ subject: null, changes: [], code: [], isCodeCut: false });
    expect(found.after.html).toBe(found.before.html);
  });

  it("are still compared by code when one of them does not compile, and never run what they hold", async () => {
    const id = await versions(
      code("<p>one</p>\n<p>{{ broken</p>"),
      code("<p>one</p>\n<p>two<script>steal()</script></p>"),
    );
    const found = await compareVersions(ctx, { id, from: 1, to: 2 });
    expect(found.before).toMatchObject({ html: null, problem: expect.stringContaining("does not compile") });
    expect(found.after.html).not.toContain("steal");
    expect(found.code.flat().map((line) => [line.kind, line.before, line.after])).toEqual([
      ["same", 1, 1],
      ["removed", 2, null],
      ["added", null, 2],
    ]);
  });
});
