import { beforeEach, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import { createCampaign, preflightCampaign } from "@/server/campaigns";
import { checkContent, previewEmail } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { launchToAll, sendAll } from "../../support/campaign";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const FOOT = "<p>{{ workspace.postal_address }} {% unsubscribe_link %}</p>";
const content = (subject: string, html: string) => ({
  mode: "code" as const,
  subject,
  preheader: "x",
  text: "",
  html: html + FOOT,
});
const letter = (variants: [string, string, string][]): EmailDocument => ({
  version: 1,
  locale: "en",
  ...content("Hello", "<p>Good morning, {{ contact.first_name }}</p>"),
  variants: variants.map(([locale, subject, html]) => ({ locale, content: content(subject, html) })),
});
const LETTER = letter([
  ["de", "Hallo", "<p>Guten Morgen, {{ contact.first_name }}</p>"],
  ["fr", "Bonjour", "<p>Bonjour</p>"],
  ["fr-CA", "Bonjour du Canada", "<p>Salut</p>"],
  ["ar", "مرحبا", "<p>صباح الخير</p>"],
]);

describe("an e-mail in several languages", () => {
  useTestDatabase();
  let ctx: Ctx;
  const setLocales = async (locales: (string | null)[]) => {
    const numbers = await addPeople(ctx, locales.length);
    for (const [at, no] of numbers.entries())
      await pipelineSql()`
        update contacts set locale = ${locales[at] ?? null} where workspace_no = ${ctx.workspaceNo} and contact_no = ${no}`;
  };
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  it("reaches everybody in the language that fits best, from what was frozen, without asking twice", async () => {
    await setLocales(["de", "de-AT", "de_CH", "fr", "fr-CA", "FR-ca", "fr-BE", "ar", "sv", "en-GB", "", null]);
    const sent = await sendAll(await launchToAll(ctx, LETTER));
    const subjects = new Map(sent.map(({ to_address, subject }) => [Number(/\d+/.exec(to_address)?.[0]), subject]));
    expect([...subjects].sort(([a], [b]) => a - b).map(([, subject]) => subject)).toEqual([
      "Hallo",
      "Hallo",
      "Hallo",
      "Bonjour",
      "Bonjour du Canada",
      "Bonjour du Canada",
      "Bonjour",
      "مرحبا",
      "Hello",
      "Hello",
      "Hello",
      "Hello",
    ]);
    const german = sent.find(({ to_address }) => to_address === "p1@people.example");
    expect(german?.html).toContain('lang="de"');
    expect(german?.text).toContain("Guten Morgen, Person 1");
    const arabic = sent.find(({ subject }) => subject === "مرحبا");
    expect(arabic?.html).toContain('dir="rtl"');
  });

  it("is shown in any of them to anybody, and checked in all of them", async () => {
    for (const [language, subject] of [
      ["de", "Hallo"],
      ["fr-CA", "Bonjour du Canada"],
      [null, "Hello"],
    ] as const)
      expect((await previewEmail(ctx, { document: LETTER, language })).email?.subject).toBe(subject);
    const faulty = letter([
      ["de", "Hallo", "<p>{{ contact.hobby }}</p>"],
      ["fr", "", "<a href='#'>x</a>"],
    ]);
    const findings = await inWorkspace(ctx.workspaceNo, (tx) => checkContent(tx, ctx.workspaceNo, faulty));
    const found = findings.filter(({ language }) => language).map(({ language, code }) => `${language} ${code}`);
    expect(found).toEqual(expect.arrayContaining(["de tag_unknown", "fr subject_empty", "fr link_empty"]));
    expect(found.some((one) => one.startsWith("de subject"))).toBe(false);
    const broken = letter([["de", "Hallo {{ contact.", "x"]]);
    const [first] = await inWorkspace(ctx.workspaceNo, (tx) => checkContent(tx, ctx.workspaceNo, broken));
    expect(first).toMatchObject({ level: "must", where: "subject", message: expect.stringContaining("de:") });
  });

  it("says before the launch how many get which language, and for whom the default stands in", async () => {
    await setLocales(["de", "de-AT", "sv", "sv-SE", "nl", "en-GB", null, "fr"]);
    await pipelineSql()`
      update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no = 5`;
    const { id } = await createCampaign(ctx, {
      name: "Friday",
      audience: { include: [], exclude: [], condition: { kind: "group", op: "all", children: [] } },
      content: { document: LETTER },
    });
    const { findings } = await preflightCampaign({ ...ctx, now: new Date() }, { campaignId: id });
    const of = (code: string) => findings.find((finding) => finding.code === code)?.message;
    expect(of("languages")).toBe("Languages: default 4, de 2, fr 1, fr-CA 0, ar 0.");
    expect(of("language_missing")).toBe(
      "2 people of another language (sv, sv-SE) get the default: there is no variant for them.",
    );
  });
});
