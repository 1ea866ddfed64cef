import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { publicId } from "@/contracts/ids";
import { receiveHook } from "@/server/api/hooks/receive-hook";
import {
  createProvider,
  deleteProvider,
  getOutboxMessage,
  listOutbox,
  listProviders,
  readOutbox,
} from "@/server/channels";
import {
  listRecipients,
  recordNotifications,
  resolveUnknown,
  runCounts,
  sendBatches,
  sendTest,
  simulateNews,
} from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { startResendServer } from "../../support/resend-server";
import { addPeople, addProvider, LETTER, makeRun, passTime } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const limits = { maxMs: 20_000, maxBatches: 20, leaseSeconds: 30 };
const WEBHOOK_SECRET = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`;
const KINDS = ["delivered", "delayed", "bounced", "complained"] as const;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe("what happens to messages later", () => {
  useTestDatabase();

  it("ends in the same state for every order of news, repeated or not, before or after our own record", async () => {
    const ctx = await createWorkspace();
    const server = await startResendServer();
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 };
    const { providerNo } = await addProvider(ctx, settings, server.apiKey, WEBHOOK_SECRET);
    const orders = permutations(KINDS);
    await addPeople(ctx, orders.length * 2);
    const ref = await makeRun(ctx, { providerNo, isHeld: true });
    const tell = async (seq: number, order: (typeof KINDS)[number][]) => {
      for (const kind of [...order, ...order])
        await recordNotifications(ctx.workspaceNo, providerNo, "resend", [
          {
            notificationId: `${seq}:${kind}`,
            messageId: messageId({ ...ref, batchNo: 1, seq }),
            kind,
            isHard: false,
            at: new Date(),
            detail: null,
          },
        ]);
    };
    for (const [i, order] of orders.entries()) if (i % 2 === 0) await tell(i, order);
    const { releaseRun } = await import("@/server/delivery");
    await releaseRun(ctx, { runNo: ref.runNo });
    await pipelineSql()`delete from suppressions where workspace_no = ${ctx.workspaceNo}`;
    await sendBatches(ref, limits);
    for (const [i, order] of orders.entries()) if (i % 2 === 1) await tell(i, order);
    const page = await listRecipients(ctx, { runNo: ref.runNo, limit: 100, state: "complained" });
    expect(page.data).toHaveLength(orders.length);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({
      accepted: orders.length * 2,
      complained: orders.length,
      bounced: 0,
      delivered: 0,
      pending: 0,
    });
    await server.stop();
  });

  it("suppresses a dead address and a complainer at once, a full mailbox not", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3);
    const ref = await makeRun(ctx);
    await sendBatches(ref, limits);
    const inbox = await listOutbox(ctx, {});
    const messageFor = (address: string) => inbox.data.find((m) => m.to === address)?.id ?? "";
    await simulateNews(ctx, { messageId: messageFor("p1@people.example"), news: "hard_bounce" });
    await simulateNews(ctx, { messageId: messageFor("p2@people.example"), news: "complaint" });
    await simulateNews(ctx, { messageId: messageFor("p3@people.example"), news: "soft_bounce" });
    expect(await simulateNews(ctx, { messageId: messageFor("p3@people.example"), news: "soft_bounce" })).toEqual({
      changed: false,
    });
    const rows =
      await pipelineSql()`select address_key, reason from suppressions where workspace_no = ${ctx.workspaceNo} order by 1`;
    expect([...rows]).toEqual([
      { address_key: "p1@people.example", reason: "hard_bounce" },
      { address_key: "p2@people.example", reason: "complaint" },
    ]);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ delivered: 0, bounced: 2, complained: 1 });
    const next = await makeRun(ctx);
    await sendBatches(next, limits);
    expect(await runCounts(ctx, { runNo: next.runNo })).toMatchObject({ accepted: 1, skipped: 2 });
  });

  it("takes webhooks with a fresh signature only, each once, and none about another workspace's message", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await addPeople(ctx, 1);
    await addPeople(other, 1);
    const { providerNo, providerId } = await addProvider(
      ctx,
      { kind: "resend", callsPerSecond: 1 },
      "re_x",
      WEBHOOK_SECRET,
    );
    const [ref, foreign] = [await makeRun(ctx, { providerNo }), await makeRun(other)];
    const post = (id: string, message: string, change: { at?: Date; secret?: string; path?: string } = {}) => {
      const body = JSON.stringify({
        type: "email.delivered",
        created_at: new Date().toISOString(),
        data: { tags: { carillon_message_id: message } },
      });
      const at = change.at ?? new Date();
      const signature = new Webhook(change.secret ?? WEBHOOK_SECRET).sign(id, at, body);
      const headers = {
        "svix-id": id,
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": signature,
      };
      return receiveHook(
        new Request("http://x/", { method: "POST", body, headers }),
        change.path ?? publicId("provider", providerId),
      );
    };
    const own = messageId({ ...ref, batchNo: 1, seq: 0 });
    expect(await (await post("n1", own)).json()).toEqual({ stored: 1, known: 0, foreign: 0, parked: 0 });
    expect(await (await post("n1", own)).json()).toEqual({ stored: 0, known: 1, foreign: 0, parked: 0 });
    expect(await (await post("n2", messageId({ ...foreign, batchNo: 1, seq: 0 }))).json()).toEqual({
      stored: 0,
      known: 0,
      foreign: 1,
      parked: 0,
    });
    const otherSecret = `whsec_${Buffer.from("another secret, also long").toString("base64")}`;
    expect((await post("n3", own, { secret: otherSecret })).status).toBe(401);
    expect((await post("n4", own, { at: new Date(Date.now() - 301_000) })).status).toBe(401);
    expect((await post("n5", own, { path: publicId("provider", randomUUID()) })).status).toBe(404);
    const rows =
      await pipelineSql()`select 1 from delivery_events where workspace_no in (${ctx.workspaceNo}, ${other.workspaceNo})`;
    expect(rows).toHaveLength(1);
  });

  it("keeps unknown outcomes unknown until a webhook or a person decides, and the first decision stands", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 5);
    const sink = await startSmtpSink();
    const settings = {
      kind: "smtp",
      host: "127.0.0.1",
      port: sink.port,
      security: "none",
      user: sink.user,
      maxConnections: 5,
    };
    const { providerNo } = await addProvider(ctx, settings, sink.password);
    sink.state.behaviour = "drop-after-accept";
    const ref = await makeRun(ctx, { providerNo });
    await sendBatches(ref, limits);
    await passTime(ref);
    sink.state.behaviour = "ok";
    await sendBatches(ref, limits);
    expect(sink.accepted).toHaveLength(5);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ unknown: 5, accepted: 0, pending: 0 });
    const ids = [0, 1, 2].map((seq) => messageId({ ...ref, batchNo: 1, seq }));
    expect(await resolveUnknown(ctx, { messageIds: ids, outcome: "failed" })).toEqual({ resolved: 3 });
    expect(await resolveUnknown(ctx, { messageIds: ids, outcome: "accepted" })).toEqual({ resolved: 0 });
    await recordNotifications(ctx.workspaceNo, providerNo, "smtp", [
      {
        notificationId: "late",
        messageId: messageId({ ...ref, batchNo: 1, seq: 3 }),
        kind: "delivered",
        isHard: false,
        at: new Date(),
        detail: null,
      },
    ]);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({
      unknown: 1,
      failed: 3,
      accepted: 1,
      delivered: 1,
      pending: 0,
    });
    await sink.stop();
  });

  it("holds a run with the provider's words when the credentials are wrong, and waits after a throttle", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3);
    const server = await startResendServer();
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 };
    const { providerNo } = await addProvider(ctx, settings, server.apiKey);
    const ref = await makeRun(ctx, { providerNo });
    server.state.behaviour = "throttle";
    server.state.retryAfter = 3600;
    const before = Date.now();
    const { nextAt } = await sendBatches(ref, limits);
    expect(Date.parse(nextAt ?? "")).toBeGreaterThanOrEqual(before + 3_590_000);
    await sendBatches(ref, limits);
    expect(server.state.calls).toBe(1);
    await passTime(ref);
    server.state.behaviour = "unauthorised";
    expect(await sendBatches(ref, limits)).toMatchObject({ state: "held" });
    const [run] =
      await pipelineSql()`select problem from send_runs where workspace_no = ${ctx.workspaceNo} and run_no = ${ref.runNo}`;
    expect(run?.problem).toContain("API key is invalid");
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ pending: 3 });
    await server.stop();
  });
});

describe("test sends, the Local Inbox and providers", () => {
  useTestDatabase();

  it("sends a test to typed addresses as one person sees it, untracked, with an unsubscribe link without effect", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const [contact] = await pipelineSql()<
      { id: string }[]
    >`select id from contacts where workspace_no = ${ctx.workspaceNo}`;
    const addresses = ["Ada@Example.com", "ada@example.com", "bob@example.com"];
    const sent = await sendTest(ctx, { document: LETTER.document, contactId: contact?.id, addresses });
    expect(sent.addresses).toBe(2);
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo: 1 }, limits);
    const { data } = await readOutbox(ctx, {});
    expect(data.map((m) => m.subject)).toEqual(["[Test] Hello Person 1", "[Test] Hello Person 1"]);
    expect(data[0]?.html).toContain("https://example.com/offer");
    expect(data[0]?.html).not.toContain("/api/t/o/");
    const { readUnsubscribeToken } = await import("@/server/delivery");
    const link = data[0]?.headers.find((h) => h.name === "List-Unsubscribe")?.value ?? "";
    expect(readUnsubscribeToken(link.replace(/^<.*\/|>$/g, ""))).toMatchObject({ isTest: true });
  });

  it("hides addresses everywhere in a message from people without contact:pii", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const document = { ...LETTER.document, subject: "For {{ contact.email }}" };
    await sendBatches(await makeRun(ctx, { content: { ...LETTER, document } }), limits);
    const editor = as(ctx, "content_editor");
    const [summary] = (await listOutbox(editor, {})).data;
    const message = await getOutboxMessage(editor, { messageId: summary?.id ?? "" });
    expect(JSON.stringify([summary, message])).not.toContain("p1@people.example");
    expect((await getOutboxMessage(ctx, { messageId: summary?.id ?? "" })).source).toContain("p1@people.example");
    const other = await createWorkspace();
    await addPeople(other, 1);
    await sendBatches(await makeRun(other), limits);
    expect((await listOutbox(as(other, "content_editor"), { search: "p1@people" })).data).toHaveLength(0);
    expect((await listOutbox(other, { search: "p1@people" })).data).toHaveLength(1);
  });

  it("never shows a provider's secret, and keeps the Local Inbox", async () => {
    const ctx = await createWorkspace();
    const provider = await createProvider(ctx, {
      name: "Relay",
      settings: { kind: "smtp", host: "relay.example", port: 587, security: "starttls" },
      secret: "very-secret-password",
      fromEmail: "news@bright-bakery.example",
      fromName: "Bright Bakery",
    });
    const { data } = await listProviders(ctx, {});
    expect(JSON.stringify([provider, data])).not.toContain("very-secret");
    const [row] =
      await pipelineSql()`select secret_sealed from providers where workspace_no = ${ctx.workspaceNo} and kind = 'smtp'`;
    expect(row?.secret_sealed).not.toContain("very-secret");
    const local = data.find((p) => p.kind === "local");
    await expect(deleteProvider(ctx, { providerId: local?.id ?? "" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(listProviders(as(ctx, "viewer"), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
