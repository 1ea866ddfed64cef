import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import { parsePublicId } from "@/contracts/ids";
import { createContact } from "@/server/contacts";
import {
  archiveTemplate,
  checkContent,
  createTemplate,
  duplicateTemplate,
  exportCode,
  getTemplate,
  listPreviewContacts,
  listStarterTemplates,
  listTemplates,
  listTemplateVersions,
  previewEmail,
  previewTemplate,
  restoreTemplateVersion,
  saveTemplate,
} from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

const code = (html: string, subject = "News for {{ contact.first_name | default: 'you' }}"): EmailDocument => ({
  version: 1,
  mode: "code",
  subject,
  preheader: "Short",
  text: "",
  html,
});
const footer = "<p>{{ workspace.postal_address }} {% unsubscribe_link %}</p>";

describe("templates", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  it("keeps every version: saving appends, restoring copies to the top, nothing is changed in place", async () => {
    const { id } = await createTemplate(ctx, { name: "Letter", document: code("one") });
    await saveTemplate(ctx, { id, expectedVersion: 1, document: code("two"), note: "shorter" });
    await saveTemplate(ctx, { id, expectedVersion: 2, name: "Renamed" });
    const restored = await restoreTemplateVersion(ctx, { id, version: 1 });
    expect(restored).toMatchObject({ version: 4, name: "Renamed", document: code("one") });
    const versions = await listTemplateVersions(ctx, { id });
    expect(versions.data.map((v) => [v.version, v.note, v.isCurrent])).toEqual([
      [4, "Restored from version 1", true],
      [3, null, false],
      [2, "shorter", false],
      [1, null, false],
    ]);
    expect(await getTemplate(ctx, { id, version: 2 })).toMatchObject({ version: 2, document: code("two") });
  });

  it("refuses to save over somebody else's version, also when both save at once", async () => {
    const { id } = await createTemplate(ctx, { name: "Letter", document: code("one") });
    const saves = await Promise.allSettled(
      ["a", "b", "c", "d"].map((html) => saveTemplate(ctx, { id, expectedVersion: 1, document: code(html) })),
    );
    expect(saves.filter((s) => s.status === "fulfilled")).toHaveLength(1);
    for (const save of saves) if (save.status === "rejected") expect(save.reason).toMatchObject({ code: "CONFLICT" });
    expect((await listTemplateVersions(ctx, { id })).data).toHaveLength(2);
  });

  it("copies, archives and brings back", async () => {
    const { id } = await createTemplate(ctx, { name: "Letter", document: code("one") });
    const copy = await duplicateTemplate(ctx, { id });
    expect(copy).toMatchObject({ name: "Letter (copy)", version: 1, document: code("one") });
    await archiveTemplate(ctx, { id });
    expect((await listTemplates(ctx, {})).data.map((t) => t.name)).toEqual(["Letter (copy)"]);
    expect((await listTemplates(ctx, { show: "archived" })).data.map((t) => t.id)).toEqual([id]);
    await archiveTemplate(ctx, { id, isArchived: false });
    expect((await listTemplates(ctx, {})).data).toHaveLength(2);
  });

  it("pages through all templates exactly once, last changed first", async () => {
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) await createTemplate(ctx, { name, document: code(name) });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listTemplates>> = await listTemplates(ctx, { limit: 2, cursor });
      seen.push(...page.data.map((t) => t.name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...names].reverse());
  });

  it("answers about another workspace's template as about none", async () => {
    const { id } = await createTemplate(ctx, { name: "Letter", document: code("one") });
    const neighbour = await createWorkspace();
    const nobody = randomUUID();
    for (const call of [
      (which: string) => getTemplate(neighbour, { id: which }),
      (which: string) => saveTemplate(neighbour, { id: which, expectedVersion: 1, name: "x" }),
      (which: string) => restoreTemplateVersion(neighbour, { id: which, version: 1 }),
      (which: string) => duplicateTemplate(neighbour, { id: which }),
      (which: string) => archiveTemplate(neighbour, { id: which }),
      (which: string) => listTemplateVersions(neighbour, { id: which }),
      (which: string) => previewTemplate(neighbour, { id: which }),
    ]) {
      const [foreign, random] = await Promise.all([call(id).catch(String), call(nobody).catch(String)]);
      expect(foreign).toBe(random);
      expect(foreign).toContain("does not exist");
    }
  });

  it("lets readers read and writers write", async () => {
    const { id } = await createTemplate(as(ctx, "content_editor"), { name: "Letter", document: code("one") });
    await expect(createTemplate(as(ctx, "analyst"), { name: "x", document: code("x") })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(getTemplate(as(ctx, "viewer"), { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("leaves an audit entry for each change", async () => {
    const { id } = await createTemplate(ctx, { name: "Letter", document: code("one") });
    await saveTemplate(ctx, { id, expectedVersion: 1, document: code("two") });
    await archiveTemplate(ctx, { id });
    const rows = await pipelineSql()<{ action: string }[]>`
      select action from audit_log where workspace_no = ${ctx.workspaceNo} and entity_id = ${parsePublicId("template", id)} order by at, action`;
    expect(rows.map((row) => row.action).sort()).toEqual(["template.archive", "template.create", "template.save"]);
  });

  it("previews unsaved work for a real person, the address masked for those who may not see it", async () => {
    const ada = await createContact(ctx, { email: "ada@secret.example", firstName: "Ada <b>" });
    const document = code(`<p>{{ contact.first_name }} {{ contact.email }}</p>${footer}`);
    const full = await previewEmail(ctx, { document, contactId: ada.id });
    expect(full.email?.html).toContain("Ada &lt;b&gt; ada@secret.example");
    expect(full.email?.subject).toBe("News for Ada <b>");
    const masked = await previewEmail(as(ctx, "content_editor"), { document, contactId: ada.id });
    expect(JSON.stringify(masked)).not.toContain("ada@");
    expect(JSON.stringify(await listPreviewContacts(as(ctx, "content_editor"), {}))).not.toContain("ada@");
    await expect(previewEmail(await createWorkspace(), { document, contactId: ada.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("turns blocks and templates into code that says the same, Liquid included", async () => {
    for (const { document } of await listStarterTemplates(ctx, {})) {
      const { html } = await exportCode(ctx, { document });
      expect(html).toContain("{{ contact.first_name | default: 'there' }}".slice(0, 21));
      const { subject, preheader } = document;
      const asCode: EmailDocument = { version: 1, mode: "code", text: "", subject, preheader, html };
      const [before, after] = await Promise.all([
        previewEmail(ctx, { document }),
        previewEmail(ctx, { document: asCode }),
      ]);
      expect(after.problem).toBeNull();
      expect(after.email?.links).toEqual(before.email?.links);
      expect(after.email?.text.replace(/\s+/g, " ")).toBe(before.email?.text.replace(/\s+/g, " "));
    }
  });

  it("finds what must not go out and what should be mended", async () => {
    await createContact(ctx, { email: "ada@example.com", firstName: "Ada" });
    await createContact(ctx, { email: "bob@example.com" });
    const codes = async (document: EmailDocument) => {
      const findings = await inWorkspace(ctx.workspaceNo, (tx) => checkContent(tx, ctx.workspaceNo, document));
      return findings.filter((f) => f.level !== "good").map((f) => `${f.level} ${f.code}`);
    };
    expect(await codes(code(`<p>Hi {{ contact.first_name | default: "you" }}</p>${footer}`))).toEqual([]);
    expect(
      await codes(
        code(
          "<p>{{ contact.first_name }} {{ contact.shoe }}</p><a href='http://localhost:3000'>x</a><a href=''>y</a><img src='https://a.example/x.png'>",
          " ",
        ),
      ),
    ).toEqual([
      "must subject_empty",
      "must unsubscribe_missing",
      "must address_missing",
      "must link_empty",
      "must tag_unknown",
      "should alt_missing",
      "should link_local",
      "should value_missing",
    ]);
    expect(await codes(code("{{ contact.first_name | shout }}"))).toEqual(["must liquid_error"]);
    expect(await codes(code(`${"x".repeat(103_000)}${footer}`))).toEqual(["should size_clipped"]);
    expect(await codes(code(`{% abort_message 'never' %}${footer}`))).toContain("must render_failed");
  });
});
