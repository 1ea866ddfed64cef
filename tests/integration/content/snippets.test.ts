import { beforeEach, describe, expect, it } from "vitest";
import type { Block, EmailDocument } from "@/contracts/documents/email";
import { createCampaign } from "@/server/campaigns";
import {
  checkContent,
  createSnippet,
  createTemplate,
  deleteSnippet,
  exportCode,
  getSnippet,
  listSnippetVersions,
  previewEmail,
  restoreSnippetVersion,
  saveSnippet,
  saveTemplate,
} from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { launchToAll, sendAll } from "../../support/campaign";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const code = (html: string): EmailDocument => ({
  version: 1,
  mode: "code",
  subject: "Hello",
  preheader: "",
  text: "",
  html: `${html}<p>{{ workspace.postal_address }} {% unsubscribe_link %}</p>`,
});
const blocks = (list: Block[]): EmailDocument => ({
  version: 1,
  mode: "blocks",
  subject: "Hello",
  preheader: "",
  text: "",
  blocks: list,
});
const text = (id: string, html: string): Block => ({ kind: "text", id, html, align: "left" });

describe("snippets", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const make = (key: string, html: string) => createSnippet(ctx, { key, name: key, body: { mode: "code", html } });
  const shown = async (document: EmailDocument) => {
    const preview = await previewEmail(ctx, { document });
    return { html: preview.email?.html ?? "", text: preview.email?.text ?? "", problem: preview.problem };
  };

  it("say the same in code, in blocks, inside one another and in the text part, with the person's own values", async () => {
    await make("hours", "<p>Open from seven, {{ contact.first_name | default: 'friend' }}.</p>");
    await createSnippet(ctx, {
      key: "closing",
      name: "Closing",
      body: {
        mode: "blocks",
        blocks: [text("t1", "<p>See you.</p>"), { kind: "snippet", id: "s1", snippet: "hours" }],
      },
    });
    for (const document of [
      code("{% render 'closing' %}"),
      code('<div>{%- render "closing" -%}</div>'),
      blocks([{ kind: "snippet", id: "s1", snippet: "closing" }]),
      blocks([text("t1", "<p>Dear you</p>{% render 'closing' %}")]),
    ]) {
      const { html, text: plain, problem } = await shown(document);
      expect(problem).toBeNull();
      for (const part of [html, plain]) {
        expect(part).toContain("See you.");
        expect(part).toContain("Open from seven, Robin.");
        expect(part).not.toMatch(/render|\{%|\{\{/);
      }
    }
    expect((await shown({ ...code("x"), text: "Bye. {% render 'closing' %}" })).text).toContain(
      "Open from seven, Robin.",
    );
  });

  it("keep versions, refuse somebody else's and bring old ones back to the top", async () => {
    const { id } = await make("hours", "one");
    await saveSnippet(ctx, { id, expectedVersion: 1, body: { mode: "code", html: "two" }, note: "longer" });
    await expect(saveSnippet(ctx, { id, expectedVersion: 1, name: "Late" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await restoreSnippetVersion(ctx, { id, version: 1 });
    expect(await getSnippet(ctx, { id })).toMatchObject({ version: 3, body: { html: "one" } });
    expect((await listSnippetVersions(ctx, { id })).data.map((v) => [v.version, v.note])).toEqual([
      [3, "Restored from version 1"],
      [2, "longer"],
      [1, null],
    ]);
    await expect(make("hours", "again")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("cannot include themselves, over however many others, and two edits at once cannot close a circle", async () => {
    const a = await make("a", "A");
    const b = await make("b", "{% render 'a' %}");
    const c = await createSnippet(ctx, {
      key: "c",
      name: "c",
      body: { mode: "blocks", blocks: [{ kind: "snippet", id: "s", snippet: "b" }] },
    });
    await expect(
      saveSnippet(ctx, { id: a.id, expectedVersion: 1, body: { mode: "code", html: "{% render 'c' %}" } }),
    ).rejects.toMatchObject({ code: "VALIDATION_ERROR", message: "This would include itself: “a” → “c” → “b” → “a”." });
    await expect(make("d", "{% render 'd' %}")).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await expect(make("e", "{% render 'nobody' %}")).rejects.toMatchObject({
      message: "There is no snippet “nobody”.",
    });
    const x = await make("x", "X");
    const y = await make("y", "Y");
    const saves = await Promise.allSettled([
      saveSnippet(ctx, { id: x.id, expectedVersion: 1, body: { mode: "code", html: "{% render 'y' %}" } }),
      saveSnippet(ctx, { id: y.id, expectedVersion: 1, body: { mode: "code", html: "{% render 'x' %}" } }),
    ]);
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getSnippet(ctx, { id: c.id })).version).toBe(1);
    expect((await getSnippet(ctx, { id: b.id })).uses.map(({ name }) => name)).toEqual(["c"]);
  });

  it("are not deleted while a template, a snippet or a draft includes them, and the refusal names all of those", async () => {
    const { id } = await make("hours", "Open from seven");
    const outer = await make("outer", "{% render 'hours' %}");
    const template = await createTemplate(ctx, {
      name: "Letter",
      document: blocks([
        {
          kind: "when",
          id: "w",
          rule: { op: "all", rows: [{ field: "contact.first_name", type: "text", operator: "is_set" }] },
          blocks: [{ kind: "snippet", id: "s", snippet: "hours" }],
          otherwise: [],
        },
      ]),
    });
    await createCampaign(ctx, {
      name: "Friday",
      audience: { include: [], exclude: [] },
      content: { document: code('{% render "hours" %}') },
    });
    await createTemplate(ctx, { name: "Stranger", document: code("{% render 'hours_2' %} hours") });
    expect((await getSnippet(ctx, { id })).uses.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "template Letter",
      "snippet outer",
      "campaign Friday",
    ]);
    await expect(deleteSnippet(ctx, { id })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "“hours” is in use: template “Letter”, snippet “outer”, campaign “Friday”. Take it out there first.",
    });
    await saveTemplate(ctx, { id: template.id, expectedVersion: 1, document: code("nothing") });
    await expect(deleteSnippet(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteSnippet(ctx, { id: outer.id });
    expect((await getSnippet(ctx, { id })).uses).toHaveLength(1);
  });

  it("are frozen at the launch: later edits and deletions reach nobody", async () => {
    const { id } = await make("hours", "<p>Open from seven</p>");
    await addPeople(ctx, 1);
    const ref = await launchToAll(ctx, code("{% render 'hours' %}"));
    await saveSnippet(ctx, { id, expectedVersion: 1, body: { mode: "code", html: "<p>Closed</p>" } });
    await deleteSnippet(ctx, { id });
    const [message] = await sendAll(ref);
    expect(message?.html).toContain("Open from seven");
    expect(message?.text).toContain("Open from seven");
  });

  it("block a launch when they are not there, and what a client calls a snippet is not believed", async () => {
    const document = { ...code("{% render 'gone' %}"), snippets: { gone: { mode: "code" as const, html: "forged" } } };
    const findings = await inWorkspace(ctx.workspaceNo, (tx) => checkContent(tx, ctx.workspaceNo, document));
    expect(findings[0]).toMatchObject({
      level: "must",
      message: expect.stringContaining("There is no snippet “gone”"),
    });
    expect((await shown(document)).html).toBe("");
  });

  it("stay references when blocks are turned into code", async () => {
    await make("hours", "Open from seven");
    const { html } = await exportCode(ctx, {
      document: blocks([{ kind: "snippet", id: "s1", snippet: "hours" }, text("t1", "<p>{% render 'hours' %}</p>")]),
    });
    expect(html.match(/\{% render 'hours' %\}/g)).toHaveLength(2);
    expect(html).not.toContain("Open from seven");
  });
});
