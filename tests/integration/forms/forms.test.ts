import { beforeEach, describe, expect, it } from "vitest";
import type { SignupForm } from "@/contracts/forms";
import type { Topic } from "@/contracts/topics";
import { answerFormEndpointRoute, answerRecipientPageRoute } from "@/server/api/public";
import { checkLedger, createTopic, requestPermits, revokeConsent, setConsent } from "@/server/consent";
import { createContact } from "@/server/contacts";
import { sendBatches } from "@/server/delivery";
import { archiveForm, createForm, listForms, settleSignup, updateForm } from "@/server/forms";
import { fillToken } from "@/server/forms/tokens";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

const WORDING = "Yes, Bright Bakery may send me e-mail.";
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe("sign-up forms", () => {
  useTestDatabase();
  let ctx: Ctx;
  let recipes: Topic;
  let form: SignupForm;
  beforeEach(async () => {
    ctx = await createWorkspace();
    recipes = await createTopic(ctx, { name: "Recipes", visibility: "public", defaultIn: false, doubleOptIn: false });
    form = await createForm(ctx, {
      name: "Newsletter",
      title: "Stay in touch",
      topicIds: [recipes.id],
      wording: WORDING,
      fields: [{ key: "first_name", required: false }],
    });
  });

  const page = (path: string, init: RequestInit = {}) =>
    answerRecipientPageRoute(new Request(`http://localhost${path}`, init));
  const send = (fields: Record<string, string> = {}, headers: Record<string, string> = {}, id = form.id) => {
    const body = { email: "ada@example.com", topic: recipes.id, token: fillToken(ago(30)), ...fields };
    return page(`/f/${id}?lang=en`, { method: "POST", body: new URLSearchParams(body).toString(), headers });
  };
  const settleAll = async () => {
    const rows = await pipelineSql()<{ signup_no: string }[]>`
      select signup_no from signups where workspace_no = ${ctx.workspaceNo} order by signup_no`;
    const mailed: boolean[] = [];
    for (const row of rows) mailed.push((await settleSignup(ctx.workspaceNo, Number(row.signup_no))).mailed);
    return mailed;
  };
  /** Sends what waits and returns the newest captured message. */
  const mail = async () => {
    const runs = await pipelineSql()<{ run_no: number }[]>`
      select run_no from send_runs where workspace_no = ${ctx.workspaceNo} and kind = 'notice' order by run_no`;
    for (const { run_no: runNo } of runs)
      await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 30_000, maxBatches: 5 });
    return pipelineSql()<{ to_address: string; subject: string; html: string; headers: unknown }[]>`
      select * from local_messages where workspace_no = ${ctx.workspaceNo}`;
  };
  const signups = () => pipelineSql()`select * from signups where workspace_no = ${ctx.workspaceNo}`;
  const verdict = async (contactNo = 1, topicNo: number | null = 1) => {
    const { refusals } = await pipelineSql().begin((tx) =>
      requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        topicNo,
        recipients: [{ seq: 1, contactNo }],
      }),
    );
    return refusals[0]?.reason ?? "permitted";
  };
  const confirmPath = (html: string) => /\/confirm\/[\w-]+/.exec(html)?.[0] ?? "";

  it("ask by one mail and take the yes by POST only, with both steps in the ledger", async () => {
    expect((await send({ first_name: "Ada" }, { "accept-language": "de" })).status).toBe(200);
    expect(await settleAll()).toEqual([true]);
    expect(await verdict()).toBe("topic_pending");
    const [message] = await mail();
    expect(message?.html).toContain("Recipes");
    expect(JSON.stringify(message?.headers ?? "")).not.toMatch(/list-unsubscribe/i);
    const path = confirmPath(message?.html ?? "");
    for (const method of ["GET", "HEAD", "OPTIONS"])
      for (const agent of ["Mozilla/5.0", "Barracuda Link Protect"])
        await page(path, { method, headers: { "user-agent": agent } });
    expect(await verdict()).toBe("topic_pending");
    for (const _ of [1, 2]) expect((await page(path, { method: "POST", body: "" })).status).toBe(200);
    expect(await verdict()).toBe("permitted");
    const rows = await pipelineSql()`
      select state, source, wording from consent_ledger where workspace_no = ${ctx.workspaceNo} order by chain_no`;
    expect(rows).toEqual([
      { state: "pending", source: "form", wording: WORDING },
      { state: "granted", source: "double_opt_in", wording: WORDING },
    ]);
    expect((await checkLedger(ctx, {})).fault).toBeNull();
    expect(await listForms(ctx, {})).toMatchObject([{ signups: 1, confirmed: 1 }]);
  });

  it("answer known and unknown addresses alike, change no profile, and mail one address once a day", async () => {
    const { id } = await createContact(ctx, { email: "ada@example.com", firstName: "Ada" });
    await setConsent(ctx, { contactId: id, topicId: recipes.id, state: "granted", evidence: "paper" });
    const known = await send({ first_name: "Mallory" });
    const unknown = await send({ email: "new@example.com" });
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    for (let i = 0; i < 5; i += 1) await send({ email: `NEW@example.com`, first_name: `x${i}` });
    const mailed = await settleAll();
    expect(mailed.filter(Boolean)).toHaveLength(1);
    expect(await settleAll()).toEqual(mailed);
    expect(await mail()).toHaveLength(1);
    const [ada] = await pipelineSql()`
      select first_name from contacts where workspace_no = ${ctx.workspaceNo} and email_key = 'ada@example.com'`;
    expect(ada?.first_name).toBe("Ada");
    expect((await signups()).every((row) => row.entry === null)).toBe(true);
  });

  it("never turn a no into a yes or into waiting: only the confirmation does, and not an old one", async () => {
    await createContact(ctx, { email: "ada@example.com" });
    const no = (topicNo: number) =>
      revokeConsent(
        { ...ctx, now: new Date(), actor: { type: "recipient", contactNo: 1 } },
        { contactNo: 1, topicNo, source: "recipient_page" },
      );
    await no(0);
    const single = await createForm(ctx, {
      name: "Quick",
      title: "Quick",
      topicIds: [recipes.id],
      wording: WORDING,
      doubleOptIn: false,
    });
    await send({}, {}, single.id);
    expect(await settleAll()).toEqual([true]);
    expect([await verdict(), await verdict(1, null)]).toEqual(["opted_out", "opted_out"]);
    const [message] = await mail();
    const path = confirmPath(message?.html ?? "");
    await no(1);
    await page(path, { method: "POST", body: "" });
    expect(await verdict()).toBe("opted_out");
    // Another sign-up, confirmed at once: the person's own later word, for this topic alone.
    await pipelineSql()`delete from rate_limits where key like 'confirm:%'`;
    await send({}, {}, single.id);
    await settleAll();
    const second = (await mail()).map((one) => confirmPath(one.html)).find((one) => one !== path) ?? "";
    await page(second, { method: "POST", body: "" });
    expect([await verdict(), await verdict(1, null)]).toEqual(["permitted", "opted_out"]);
  });

  it("let a confirmation expire after 30 days without a word", async () => {
    await send();
    await settleAll();
    const [message] = await mail();
    await pipelineSql()`update signups set at = at - interval '30 days 1 minute' where workspace_no = ${ctx.workspaceNo}`;
    const answer = await page(`${confirmPath(message?.html ?? "")}?lang=en`, { method: "POST", body: "" });
    expect(await answer.text()).toContain("This confirmation has expired");
    expect(await verdict()).toBe("topic_pending");
  });

  it("keep nothing of programs: filled trap, answer within two seconds, forged or old token", async () => {
    expect((await send({ website: "https://spam.example" })).status).toBe(200);
    expect((await send({ token: fillToken(ago(0)) })).status).toBe(200);
    expect((await send({ token: "forged" })).status).toBe(422);
    expect((await send({ token: fillToken(ago(13 * 3600)) })).status).toBe(422);
    expect(await signups()).toHaveLength(0);
  });

  it("hold a flood back per form and sender", async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => send({ email: `p${i}@example.com` })));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
    expect(await signups()).toHaveLength(20);
  });

  it("take hostile text as text and no line break into a mail", async () => {
    expect((await send({ email: "a@example.com\r\nBcc: b@example.com" })).status).toBe(422);
    const echoed = await send({ email: '"><script>alert(1)</script>', first_name: "{{ contact.email }}" });
    expect(await echoed.text()).not.toContain("<script>alert");
    await updateForm(ctx, { ...form, title: "<b>Hi</b>", intro: "{{ 7 | times: 7 }}" });
    await send({ first_name: "Ada\r\nBcc: evil@example.com<img src=x>{{ workspace.name }}" });
    await settleAll();
    const [message] = await mail();
    expect(JSON.stringify(message)).not.toMatch(/evil@example|img src=x/);
    expect(await (await page(`/f/${form.id}?lang=en`)).text()).toContain("&lt;b&gt;Hi&lt;/b&gt;");
  });

  it("honour the browser's opt-out signal, and let nobody join a private topic", async () => {
    const secret = await createTopic(ctx, {
      name: "Regulars",
      visibility: "private",
      defaultIn: false,
      doubleOptIn: false,
    });
    await updateForm(ctx, { ...form, topicIds: [recipes.id, secret.id] });
    const shown = await (await page(`/f/${form.id}?lang=en`, { headers: { "sec-gpc": "1" } })).text();
    expect(shown).toContain("Opt-out preference signal honoured");
    expect(shown).not.toContain("Regulars");
    await send({ topic: secret.id }, { "sec-gpc": "1" });
    await settleAll();
    const rows = await pipelineSql()`
      select channel, topic_no, state, source from consent_state where workspace_no = ${ctx.workspaceNo}`;
    expect(rows).toEqual([{ channel: "sale", topic_no: 0, state: "denied", source: "gpc" }]);
  });

  it("answer other sites over JSON with CORS, and are gone when archived", async () => {
    const api = (init: RequestInit = {}) =>
      answerFormEndpointRoute(new Request(`http://localhost/api/f/${form.id}`, init));
    expect((await api({ method: "OPTIONS" })).headers.get("access-control-allow-origin")).toBe("*");
    const shown = (await (await api()).json()) as { topics: { id: string }[]; wording: string };
    expect(shown).toMatchObject({ topics: [{ id: recipes.id }], wording: WORDING });
    const post = (body: unknown) => api({ method: "POST", body: JSON.stringify(body) });
    const entry = { email: "ada@example.com", topics: [recipes.id], token: fillToken(ago(30)) };
    expect((await post(entry)).status).toBe(202);
    expect((await post({ ...entry, email: "no" })).status).toBe(422);
    expect((await post("x")).status).toBe(422);
    await archiveForm(ctx, { id: form.id });
    expect([(await api()).status, (await page(`/f/${form.id}`)).status]).toEqual([404, 404]);
    await expect(createForm(as(ctx, "viewer"), { name: "x", title: "x", wording: WORDING })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const neighbour = await createWorkspace();
    await expect(archiveForm(neighbour, { id: form.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      createForm(neighbour, { name: "x", title: "x", wording: WORDING, topicIds: [recipes.id] }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
