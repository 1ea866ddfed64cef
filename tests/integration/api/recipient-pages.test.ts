import { beforeEach, describe, expect, it } from "vitest";
import { RECIPIENT_LANGUAGES } from "@/contracts/topics";
import { updateBrand } from "@/server/access";
import { answerRecipientPageRoute, answerTrackingRoute } from "@/server/api/public";
import { createTopic, requestPermits, setConsent } from "@/server/consent";
import { createContact } from "@/server/contacts";
import { preferencesToken, readPreferencesToken, unsubscribeToken } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { LETTER, makeRun } from "../../support/sending";

const SCANNERS = ["Mozilla/5.0", "Barracuda Link Protect", "BingPreview/1.0b", "curl/8"];

describe("pages without login", () => {
  useTestDatabase();
  let ctx: Ctx;
  let token: string;
  beforeEach(async () => {
    ctx = await createWorkspace();
    const { id } = await createContact(ctx, { email: "ada@example.com", locale: "de-AT" });
    await setConsent(ctx, { contactId: id, state: "granted", evidence: "paper" });
    const texts = { de: { name: "Rezepte <b>", description: "Jede Woche" } };
    await createTopic(ctx, { name: "Recipes", texts, visibility: "public", defaultIn: true, doubleOptIn: false });
    await createTopic(ctx, { name: "Secret", visibility: "private", defaultIn: false, doubleOptIn: false });
    token = preferencesToken({ workspaceNo: ctx.workspaceNo, contactNo: 1 });
  });

  const call = (path: string, init: RequestInit = {}) =>
    answerRecipientPageRoute(new Request(`http://localhost${path}`, init));
  const post = (path: string, fields: [string, string][], headers: Record<string, string> = {}) =>
    call(path, { method: "POST", body: new URLSearchParams(fields).toString(), headers });
  const ids = async () => {
    const page = await (await call(`/preferences/${token}`)).text();
    return [...page.matchAll(/name="shown" value="(top_\w+)"/g)].map((match) => match[1] ?? "");
  };
  const verdict = async (topicNo: number | null) => {
    const { refusals } = await pipelineSql().begin((tx) =>
      requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        topicNo,
        recipients: [{ seq: 1, contactNo: 1 }],
        countRecent: async () => new Map(),
      }),
    );
    return refusals[0]?.reason ?? "permitted";
  };
  const everything = async () =>
    JSON.stringify(
      await pipelineSql()`
        select (select count(*) from consent_ledger) as ledger, (select count(*) from contact_preferences) as preferences,
               (select count(*) from audit_log) as audit, (select jsonb_agg(c order by contact_no) from contacts c) as people,
               (select count(*) from wf.inbox) as events, (select count(*) from message_hits) as hits`,
    );

  it("change nothing on GET, HEAD and OPTIONS, whoever asks and with whatever signal", async () => {
    const run = await makeRun(ctx, { content: { ...LETTER, topicNo: 1 } });
    const person = { ref: { ...run, batchNo: 1, seq: 0 }, contactNo: 1, isTest: false };
    const before = await everything();
    for (const path of [`/preferences/${token}`, `/unsubscribe/${unsubscribeToken(person)}`])
      for (const query of ["", "?action=stop", "?state=stopped&lang=fr"])
        for (const method of ["GET", "HEAD", "OPTIONS"])
          for (const agent of SCANNERS) {
            const answer = await call(path + query, { method, headers: { "user-agent": agent, "sec-gpc": "1" } });
            expect([200, 204]).toContain(answer.status);
          }
    expect(await everything()).toBe(before);
  });

  it("speak the person's language, escape what people wrote, run no script and stay under 30 KB in each language", async () => {
    const page = await call(`/preferences/${token}`);
    const text = await page.text();
    expect(text).toContain('<html lang="de" dir="ltr">');
    expect(text).toContain("Rezepte &lt;b&gt;");
    expect(text).not.toContain("Secret");
    expect(text).not.toContain("ada@example.com");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("cache-control")).toContain("no-store");
    for (const language of RECIPIENT_LANGUAGES) {
      const other = await (await call(`/preferences/${token}?lang=${language}`)).text();
      expect(other).toContain(`lang="${language}"`);
      expect(other).not.toMatch(/<script|javascript:|https?:\/\//);
      expect(Buffer.byteLength(other)).toBeLessThan(30_000);
    }
    expect(await (await call(`/preferences/${token}?lang=ar`)).text()).toContain('dir="rtl"');
  });

  it("take topics, break, limit, language and do-not-sell in one POST, in force before the answer", async () => {
    const [recipes = ""] = await ids();
    const answer = await post(`/preferences/${token}?lang=de`, [
      ["shown", recipes],
      ["pause", "30"],
      ["cap", "week:2"],
      ["language", "fr"],
      ["sale_shown", "1"],
      ["sale", "no"],
    ]);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/preferences/${token}?state=saved&lang=fr`]);
    expect([await verdict(1), await verdict(null)]).toEqual(["topic_denied", "paused"]);
    const [row] = await pipelineSql()`
      select cap_count, cap_period, (select locale from contacts c where c.workspace_no = p.workspace_no) as locale
        from contact_preferences p where workspace_no = ${ctx.workspaceNo}`;
    expect(row).toEqual({ cap_count: 2, cap_period: "week", locale: "fr" });
    const said = await pipelineSql()`
      select channel, topic_no, state, source, wording from consent_ledger where workspace_no = ${ctx.workspaceNo}
       order by chain_no`;
    expect(said.slice(1)).toEqual([
      { channel: "email", topic_no: 1, state: "denied", source: "recipient_page", wording: "Rezepte <b>: Jede Woche" },
      { channel: "sale", topic_no: 0, state: "denied", source: "recipient_page", wording: null },
    ]);
    await post(`/preferences/${token}`, [
      ["shown", recipes],
      ["topic", recipes],
      ["pause", "0"],
      ["cap", "none"],
    ]);
    expect([await verdict(1), await verdict(null)]).toEqual(["permitted", "permitted"]);
  });

  it("stop everything with one button, and take it back with the next", async () => {
    await post(`/preferences/${token}`, [["action", "stop"]]);
    expect([await verdict(1), await verdict(null)]).toEqual(["opted_out", "opted_out"]);
    await post(`/preferences/${token}`, [["action", "undo"]]);
    expect([await verdict(1), await verdict(null)]).toEqual(["permitted", "permitted"]);
  });

  it("honour the opt-out preference signal of the browser and say so", async () => {
    const signal = { "sec-gpc": "1" };
    expect(await (await call(`/preferences/${token}?lang=en`, { headers: signal })).text()).toContain(
      "Opt-out preference signal honoured",
    );
    await post(`/preferences/${token}`, [["sale_shown", "1"]], signal);
    const [row] = await pipelineSql()`
      select state, source from consent_state where workspace_no = ${ctx.workspaceNo} and channel = 'sale'`;
    expect(row).toEqual({ state: "denied", source: "gpc" });
  });

  it("offer undo, everything and fewer after an unsubscribe from a topic, never before", async () => {
    const run = await makeRun(ctx, { content: { ...LETTER, topicNo: 1 } });
    const link = unsubscribeToken({ ref: { ...run, batchNo: 1, seq: 0 }, contactNo: 1, isTest: false });
    const before = await (await call(`/unsubscribe/${link}?lang=en`)).text();
    expect(before.match(/<button/g)).toHaveLength(1);
    const act = (query: string) =>
      answerTrackingRoute(
        new Request(`http://localhost/api/t/u/${link}?from=page&lang=en${query}`, { method: "POST", body: "" }),
      );
    const done = await act("");
    expect(done.headers.get("location")).toBe(`/unsubscribe/${link}?state=done&lang=en`);
    const after = await (await call(`/unsubscribe/${link}?state=done&lang=en`)).text();
    for (const words of ["Keep me subscribed", "Stop all e-mail", "Fewer e-mails instead"])
      expect(after).toContain(words);
    expect([await verdict(1), await verdict(null)]).toEqual(["topic_denied", "permitted"]);
    await act("&all=1");
    expect(await verdict(null)).toBe("opted_out");
    await act("&undo=1&all=1");
    expect(await verdict(null)).toBe("permitted");
  });

  it("accept no forged, foreign or re-used token and let no request name somebody else's topic", async () => {
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readPreferencesToken(forged.toString("base64url"))).toBeNull();
    }
    const ref = { workspaceNo: ctx.workspaceNo, runNo: 1, batchNo: 1, seq: 0 };
    const other = unsubscribeToken({ ref, contactNo: 1, isTest: false });
    for (const path of [`/preferences/${other}`, `/unsubscribe/${token}`, "/preferences/x", "/preferences/%00"])
      expect([path, (await call(path)).status]).toEqual([path, 404]);
    expect((await post(`/preferences/${other}`, [["action", "stop"]])).status).toBe(404);
    const neighbour = await createWorkspace();
    const foreign = await createTopic(neighbour, {
      name: "Theirs",
      visibility: "public",
      defaultIn: false,
      doubleOptIn: false,
    });
    await post(`/preferences/${token}`, [
      ["shown", foreign.id],
      ["topic", foreign.id],
    ]);
    const rows = await pipelineSql()`
      select 1 from consent_ledger where topic_no > 0 and workspace_no in (${ctx.workspaceNo}, ${neighbour.workspaceNo})`;
    expect(rows).toHaveLength(0);
  });

  it("wear the sender's brand with readable buttons, and refuse a colour or picture that is none", async () => {
    await updateBrand(ctx, {
      name: "Bright & Co",
      colour: "#ffe14d",
      logoUrl: null,
      footer: "Open from seven",
      privacyEmail: "privacy@bright.example",
    });
    const text = await (await call(`/preferences/${token}?lang=en`)).text();
    for (const part of ["Bright &amp; Co", "--accent:#ffe14d;--on-accent:#132226", "mailto:privacy@bright.example"])
      expect(text).toContain(part);
    for (const bad of [{ colour: "red;}" }, { logoUrl: "javascript:alert(1)" }, { privacyEmail: "a@b\r\nc" }])
      await expect(updateBrand(ctx, bad)).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });
});
