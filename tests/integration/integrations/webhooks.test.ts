import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setConsent } from "@/server/consent";
import { createContact } from "@/server/contacts";
import {
  announceEvent,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookMessages,
  listWebhooks,
  replayWebhooks,
  rotateWebhookSecret,
  sendDueWebhooks,
  testWebhook,
  updateWebhook,
} from "@/server/integrations";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { startWebhookReceiver } from "../../support/webhook-receiver";
import { eventually, startTestWorker } from "../../support/worker";

describe("outgoing webhooks", () => {
  useTestDatabase();
  let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
  let ctx: Ctx;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    process.env.ALLOWED_PRIVATE_TARGETS = receiver.target;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });
  beforeEach(async () => {
    ctx = await createWorkspace();
    receiver.received.length = 0;
    receiver.state.reply = () => ({ status: 200 });
  });
  afterAll(async () => {
    delete process.env.ALLOWED_PRIVATE_TARGETS;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    await receiver.stop();
  });

  const add = (path = "/hook") =>
    createWebhook(ctx, { url: receiver.url + path, eventTypes: ["consent.revoked", "consent.granted"] });
  const contact = async () => createContact(ctx, { email: `${randomUUID()}@people.example` });
  const numberOf = async () =>
    Number(
      (await pipelineSql()`select max(contact_no) as n from contacts where workspace_no = ${ctx.workspaceNo}`)[0]?.n,
    );
  const announce = async (id: string = randomUUID(), at = new Date()) => {
    const data = { workspaceNo: ctx.workspaceNo, contactNo: await numberOf(), channel: "email", source: "member" };
    return announceEvent({ id, name: "consent.revoked", at, data });
  };
  const send = (at = new Date()) => sendDueWebhooks({ workspaceNo: ctx.workspaceNo }, { now: () => at });
  const messages = async (webhookId: string) => (await listWebhookMessages(ctx, { webhookId })).data;
  /** As if the waiting time had passed: the instant the next attempt is due. */
  const nextAt = async (webhookId: string) => new Date((await messages(webhookId))[0]?.nextAt ?? Number.NaN);

  it("tell what a person did, through outbox and worker, signed so that the public library believes it", async () => {
    const webhook = await add();
    const { id } = await contact();
    const worker = await startTestWorker();
    try {
      await setConsent(ctx, { contactId: id, state: "denied", channel: "email" });
      await eventually(
        async () => receiver.received.length,
        (count) => count > 0,
      );
      await worker.idle();
    } finally {
      await worker.stop();
    }
    const [call] = receiver.received;
    if (!call) throw new Error("unreachable");
    expect(receiver.verify(webhook.secret, call)).toEqual({
      type: "consent.revoked",
      timestamp: expect.any(String),
      data: { contactId: id, channel: "email", source: "member" },
    });
    expect(call.body).not.toContain("workspaceNo");
    const other = await add("/other");
    expect(() => receiver.verify(other.secret, call)).toThrow();
    expect(receiver.received).toHaveLength(1);
  }, 60_000);

  it("are one message per event and endpoint, however often the event comes", async () => {
    const webhook = await add();
    await contact();
    const id = randomUUID();
    expect(await Promise.all([announce(id), announce(id)])).toEqual(
      expect.arrayContaining([{ messages: 1 }, { messages: 0 }]),
    );
    await Promise.all([send(), send(), send()]);
    expect(receiver.received).toHaveLength(1);
    expect(await messages(webhook.id)).toHaveLength(1);
  });

  it("carry the same id and body on every attempt, and a fresh timestamp, when the sender dies after the call", async () => {
    const webhook = await add();
    await contact();
    await announce();
    // The receiver's answer arrives at nobody: the claim stands, nothing was recorded.
    const at = new Date();
    receiver.state.reply = () => ({ status: 200 });
    await send(at);
    await pipelineSql()`
      update webhook_messages set state = 'waiting', delivered_at = null, log = '[]', next_at = ${new Date(at.getTime() + 60_000)}
       where workspace_no = ${ctx.workspaceNo}`;
    await send(new Date(at.getTime() + 59_000));
    expect(receiver.received).toHaveLength(1);
    await send(new Date(at.getTime() + 61_000));
    const [first, second] = receiver.received;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.headers["webhook-id"]).toMatch(/^whm_/);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
    expect((await messages(webhook.id))[0]).toMatchObject({ state: "delivered", attempts: 2 });
  });

  it("are tried for about a day and are then dead, and reach a receiver that is mended by being sent again", async () => {
    const webhook = await add();
    await contact();
    await announce();
    receiver.state.reply = () => ({ status: 500, body: "broken" });
    const started = Date.now();
    let at = new Date();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await send(at);
      expect(receiver.received).toHaveLength(attempt);
      if (attempt < 10) at = await nextAt(webhook.id);
    }
    expect((at.getTime() - started) / 3_600_000).toBeGreaterThan(20);
    expect(await getWebhook(ctx, { webhookId: webhook.id })).toMatchObject({
      dead: 1,
      failingSince: expect.any(String),
    });
    const [dead] = await messages(webhook.id);
    expect(dead).toMatchObject({ state: "dead", attempts: 10 });
    expect(dead?.log).toHaveLength(10);
    expect(dead?.log[0]).toMatchObject({ status: 500, detail: "broken" });
    receiver.state.reply = () => ({ status: 204 });
    expect(await replayWebhooks(ctx, { webhookId: webhook.id })).toEqual({ replayed: 1 });
    await send();
    expect(await getWebhook(ctx, { webhookId: webhook.id })).toMatchObject({ dead: 0, failingSince: null });
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await replayWebhooks(ctx, { webhookId: webhook.id, messageIds: [dead?.id ?? ""] })).toEqual({ replayed: 1 });
    await send();
    expect(receiver.received).toHaveLength(12);
  });

  it("follow no redirect, and switch an endpoint off that says 410 or fails for three days", async () => {
    const webhook = await add();
    await contact();
    receiver.state.reply = ({ path }) =>
      path === "/hook" ? { status: 302, headers: { location: "/elsewhere" } } : { status: 200 };
    await announce();
    await send();
    expect(receiver.received.map(({ path }) => path)).toEqual(["/hook"]);
    expect((await messages(webhook.id))[0]).toMatchObject({ state: "waiting" });
    await announce();
    await send(new Date(Date.now() + 3 * 86_400_000 + 60_000));
    const off = await getWebhook(ctx, { webhookId: webhook.id });
    expect(off).toMatchObject({ isEnabled: false, disabledReason: expect.stringContaining("three days") });
    await expect(replayWebhooks(ctx, { webhookId: webhook.id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await announce()).toEqual({ messages: 0 });
    expect(await updateWebhook(ctx, { webhookId: webhook.id, isEnabled: true })).toMatchObject({
      isEnabled: true,
      failingSince: null,
    });
    receiver.state.reply = () => ({ status: 410 });
    await announce();
    await send();
    expect(await getWebhook(ctx, { webhookId: webhook.id })).toMatchObject({
      isEnabled: false,
      disabledReason: expect.stringContaining("410"),
    });
  });

  it("carry both signatures for a day after a rotation, and the new one alone afterwards", async () => {
    const webhook = await add();
    const rotated = await rotateWebhookSecret(ctx, { webhookId: webhook.id });
    await testWebhook({ ...ctx, now: new Date() }, { webhookId: webhook.id });
    const [both] = receiver.received;
    if (!both) throw new Error("unreachable");
    for (const secret of [webhook.secret, rotated.secret]) receiver.verify(secret, both);
    await pipelineSql()`
      update webhook_endpoints set old_secret_until = now() - interval '1 second' where workspace_no = ${ctx.workspaceNo}`;
    await testWebhook({ ...ctx, now: new Date() }, { webhookId: webhook.id });
    const last = receiver.received.at(-1);
    if (!last) throw new Error("unreachable");
    receiver.verify(rotated.secret, last);
    expect(() => receiver.verify(webhook.secret, last)).toThrow();
  });

  it("go to no private address, hide their secret afterwards, and are for those who may manage keys", async () => {
    for (const url of ["http://127.0.0.1/x", "http://169.254.169.254/", "http://[::1]/", "https://localhost/"])
      await expect(createWebhook(ctx, { url, eventTypes: ["consent.granted"] })).rejects.toMatchObject({
        code: "VALIDATION_ERROR",
        details: { field: "url" },
      });
    const webhook = await add();
    const told = JSON.stringify([await listWebhooks(ctx, {}), await messages(webhook.id)]);
    expect(told).not.toContain(webhook.secret);
    expect(told).not.toMatch(/whsec_|sealed|k1\./);
    await expect(listWebhooks(as(ctx, "campaign_manager"), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await testWebhook(ctx, { webhookId: webhook.id });
    await deleteWebhook(ctx, { webhookId: webhook.id });
    const left = await pipelineSql()`select 1 from webhook_messages where workspace_no = ${ctx.workspaceNo}`;
    expect(left).toHaveLength(0);
  });

  it("take a few of each endpoint at a time, so one with many failures does not take the turn of another", async () => {
    const [slow, healthy] = [await add("/slow"), await add("/healthy")];
    await contact();
    for (let i = 0; i < 15; i += 1) await announce();
    receiver.state.reply = ({ path }) => ({ status: path === "/slow" ? 500 : 200 });
    await send();
    const paths = receiver.received.slice(0, 20).map(({ path }) => path);
    expect(paths.filter((path) => path === "/healthy")).toHaveLength(10);
    const states = async (id: string) => new Set((await messages(id)).map(({ state }) => state));
    expect(await states(healthy.id)).toEqual(new Set(["delivered"]));
    expect(await states(slow.id)).toEqual(new Set(["waiting"]));
  });
});
