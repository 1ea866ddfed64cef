import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import { importTemplate, previewTemplate } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

const htmlOf = (document: EmailDocument): string => (document.mode === "code" ? document.html : "");

describe("bringing in a template", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  it("makes code of HTML, its Liquid untouched, and says what it took out", async () => {
    const { template, notes } = await importTemplate(ctx, {
      source: `<html><head><title>Bread &amp; butter</title><script>steal()</script></head>
        <body onload="steal()"><p>Dear {{ contact.first_name | default: "you" }}</p>{% if contact.email %}<b>x</b>{% endif %}
        <form action="https://evil.example"><input name="password"></form>
        <a href="javascript:steal()">a</a><img src="https://old.example/a.png"></body></html>`,
    });
    const html = htmlOf(template.document);
    expect(template).toMatchObject({
      name: "Bread & butter",
      status: "draft",
      document: { subject: "Bread & butter" },
    });
    expect(html).toContain('{{ contact.first_name | default: "you" }}');
    expect(html).toContain("{% if contact.email %}<b>x</b>{% endif %}");
    expect(html).not.toMatch(/steal|<form|<input|onload|javascript/i);
    expect(notes.join(" ")).toMatch(/scripts.*event handlers.*forms|One image stays/);
    const preview = await previewTemplate(ctx, { id: template.id });
    expect(preview.email?.html).toContain("Dear Robin");
  });

  it("makes HTML of MJML, with preheader and Liquid, and follows no include to the disk", async () => {
    const secret = join(tmpdir(), `library-include-${ctx.workspaceId}.mjml`);
    writeFileSync(secret, "<mj-section><mj-column><mj-text>file of this machine</mj-text></mj-column></mj-section>");
    const { template, notes } = await importTemplate(ctx, {
      name: "Spring",
      source: `<mjml><mj-head><mj-title>Spring</mj-title><mj-preview>Soon</mj-preview></mj-head><mj-body>
        <mj-include path="${secret}" /><mj-section><mj-column><mj-text>Hi {{ contact.first_name }}</mj-text>
        <mj-button href="{{ view_url }}">Look</mj-button><mj-raw><script>steal()</script></mj-raw></mj-column></mj-section>
        </mj-body></mjml>`,
    });
    const html = htmlOf(template.document);
    expect(template).toMatchObject({ name: "Spring", document: { subject: "Spring", preheader: "Soon" } });
    expect(html).toContain("Hi {{ contact.first_name }}");
    expect(html).toContain("href='{{ view_url }}'");
    expect(html).not.toMatch(/file of this machine|mj-include|steal/);
    expect(notes.join(" ")).toContain("mj-include was left out");
    const preview = await previewTemplate(ctx, { id: template.id });
    expect(preview.problem).toBeNull();
    expect(preview.email?.html.match(/Soon/g)).toHaveLength(1);
  });

  it("refuses what is no MJML and what would keep the machine busy, and lives on", async () => {
    const deep = `<mjml><mj-body>${"<mj-wrapper>".repeat(3_000)}`;
    for (const source of ["<mjml>", deep])
      await expect(importTemplate(ctx, { source })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await expect(importTemplate(as(ctx, "analyst"), { source: "<p>x</p>" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await importTemplate(ctx, { source: "<p>fine</p>" })).notes).toEqual([]);
  });
});
