import { generateKeyPairSync, sign } from "node:crypto";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { publicId } from "@/contracts/ids";
import { receiveHook } from "@/server/api/hooks/receive-hook";
import type { ProviderNotification } from "@/server/channels";
import { matchParked, recordNotifications, runCounts, sendBatches } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { SENDGRID_KEY, startSendgrid } from "../../support/provider-apis";
import { addPeople, addProvider, makeRun } from "../../support/sending";

const limits = { maxMs: 20_000, maxBatches: 20, leaseSeconds: 30 };
const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const VERIFICATION_KEY = ec.publicKey.export({ format: "der", type: "spki" }).toString("base64");

function post(providerId: string, body: string) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    "x-twilio-email-event-webhook-timestamp": timestamp,
    "x-twilio-email-event-webhook-signature": sign("sha256", Buffer.from(timestamp + body), ec.privateKey).toString(
      "base64",
    ),
  };
  return receiveHook(new Request("http://x/", { method: "POST", body, headers }), publicId("provider", providerId));
}

const news = (change: Partial<ProviderNotification> & { notificationId: string }): ProviderNotification => ({
  messageId: null,
  kind: "delivered",
  isHard: false,
  at: new Date(),
  detail: null,
  ...change,
});

describe("webhooks of providers", () => {
  const database = useTestDatabase();

  it("reach the same numbers in sampled orders of six events, each told up to three times", async () => {
    const ctx = await createWorkspace();
    const server = await startSendgrid();
    const settings = { kind: "sendgrid", region: "global", baseUrl: server.url, callsPerSecond: 1000 };
    const { providerNo, providerId } = await addProvider(ctx, settings, SENDGRID_KEY, VERIFICATION_KEY);
    await addPeople(ctx, 24);
    const ref = await makeRun(ctx, { providerNo });
    await sendBatches(ref, limits);
    let state = 11;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state;
    };
    const kinds = ["processed", "delivered", "open", "click", "bounce", "spamreport"];
    const events = Array.from({ length: 24 }, (_, seq) => {
      const own = kinds.map((event) => ({
        event,
        sg_event_id: `${seq}:${event}`,
        // A minute later: who opens in the second of the hand-over is a machine.
        timestamp: Math.floor(Date.now() / 1000) + 60,
        carillon_message_id: messageId({ ...ref, batchNo: 1, seq }),
        useragent: "Mozilla/5.0 (X11) Firefox/140",
        ...(event === "bounce" ? { type: "blocked" } : {}),
      }));
      return [...own, ...own, ...own].sort(() => (random() % 2) * 2 - 1);
    });
    for (const own of events) expect((await post(providerId, JSON.stringify(own))).status).toBe(200);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({
      accepted: 24,
      complained: 24,
      bounced: 0,
      delivered: 0,
      pending: 0,
      opens: { human: 24, machine: 0 },
    });
    const [rows] = await pipelineSql()`
      select count(*)::int as n from delivery_events where workspace_no = ${ctx.workspaceNo}`;
    expect(rows?.n).toBe(24 * 3);
    await server.stop();
  });

  it("suppress after five soft bounces in a row, not when a delivery lies between or the message was at fault", async () => {
    const ctx = await createWorkspace();
    const { providerNo, providerId } = await addProvider(
      ctx,
      { kind: "sendgrid", region: "global", callsPerSecond: 1 },
      "k",
      VERIFICATION_KEY,
    );
    await addPeople(ctx, 3);
    const runs: Awaited<ReturnType<typeof makeRun>>[] = [];
    for (let i = 0; i < 5; i += 1) runs.push(await makeRun(ctx, { providerNo, isHeld: true }));
    const day = Math.floor(Date.now() / 1000) - 86_400;
    const event = (i: number, seq: number, change: object) => ({
      event: "bounce",
      type: "blocked",
      sg_event_id: `${i}:${seq}:${JSON.stringify(change)}`,
      timestamp: day + i * 60,
      carillon_message_id: messageId({ workspaceNo: ctx.workspaceNo, runNo: runs[i]?.runNo ?? 0, batchNo: 1, seq }),
      ...change,
    });
    const all = runs.flatMap((_, i) => [
      event(i, 0, {}),
      event(i, 1, {}),
      event(i, 2, { bounce_classification: "Content" }),
    ]);
    all.push(event(2, 1, { event: "delivered", timestamp: day + 150 }));
    expect((await post(providerId, JSON.stringify(all.toReversed()))).status).toBe(200);
    const rows = await pipelineSql()`
      select s.reason, s.note, r.seq from suppressions s
        join contacts c on c.workspace_no = s.workspace_no and c.email_key = s.address_key
        join run_recipients r on r.workspace_no = c.workspace_no and r.contact_no = c.contact_no and r.run_no = ${runs[0]?.runNo ?? 0}
       where s.workspace_no = ${ctx.workspaceNo}`;
    expect([...rows]).toMatchObject([
      { reason: "hard_bounce", seq: 0, note: expect.stringContaining("5 soft bounces") },
    ]);
  });

  it("are parked while the message is unknown, matched after our acknowledgement, forgotten after 72 hours, each tenant its own", async () => {
    const server = await startSendgrid();
    const settings = { kind: "sendgrid", region: "global", baseUrl: server.url, callsPerSecond: 1000 };
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    const { providerNo } = await addProvider(ctx, settings, SENDGRID_KEY);
    const { providerNo: otherNo } = await addProvider(other, settings, SENDGRID_KEY);
    await addPeople(ctx, 1);
    const early = news({ notificationId: "early", providerMessageId: "sg1" });
    const lost = news({ notificationId: "lost", providerMessageId: "never" });
    const told = await recordNotifications(ctx.workspaceNo, providerNo, "ses", [early, lost]);
    expect(told).toEqual({ stored: 0, known: 0, foreign: 0, parked: 2 });
    await recordNotifications(other.workspaceNo, otherNo, "ses", [early]);
    await matchParked();
    const ref = await makeRun(ctx, { providerNo });
    await sendBatches(ref, limits);
    await matchParked();
    await matchParked();
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: 1, delivered: 1 });
    const parked = () => pipelineSql()`
      select notification_id from parked_notifications where workspace_no in (${ctx.workspaceNo}, ${other.workspaceNo})
       order by workspace_no`;
    expect((await parked()).map((row) => row.notification_id)).toEqual(["lost", "early"]);
    await pipelineSql()`update parked_notifications set received_at = now() - interval '73 hours'
       where workspace_no in (${ctx.workspaceNo}, ${other.workspaceNo})`;
    await matchParked();
    expect(await parked()).toHaveLength(0);
    await server.stop();
  });

  it("are acknowledged only once stored, five thousand in one call as well, and never answered 2xx before", async () => {
    const ctx = await createWorkspace();
    const settings = { kind: "sendgrid", region: "global", callsPerSecond: 1 };
    const { providerNo, providerId } = await addProvider(ctx, settings, "k", VERIFICATION_KEY);
    await addPeople(ctx, 1000);
    const ref = await makeRun(ctx, { providerNo });
    const events = Array.from({ length: 5000 }, (_, i) => ({
      event: ["delivered", "deferred", "open", "click", "bounce"][Math.floor(i / 1000)],
      type: "blocked",
      sg_event_id: `e${i}`,
      timestamp: Math.floor(Date.now() / 1000),
      carillon_message_id: messageId({ ...ref, batchNo: 1, seq: i % 1000 }),
    }));
    const body = JSON.stringify(events);
    const stored = async () => {
      const [row] = await pipelineSql()`
        select count(*)::int as n from provider_notifications where workspace_no = ${ctx.workspaceNo}`;
      return row?.n;
    };
    const owner = postgres(database().ownerUrl, { max: 1 });
    await owner`alter table delivery_events rename to delivery_events_away`;
    const refused = await post(providerId, body);
    await owner`alter table delivery_events_away rename to delivery_events`;
    await owner.end();
    expect([refused.status, refused.headers.get("retry-after"), await stored()]).toEqual([503, "30", 0]);
    const taken = await post(providerId, body);
    expect([taken.status, await taken.json()]).toEqual([200, { stored: 5000, known: 0, foreign: 0, parked: 0 }]);
    expect(await (await post(providerId, body)).json()).toMatchObject({ stored: 0, known: 5000 });
    expect(await stored()).toBe(5000);
  });

  it("that are too large are refused without being read to their end", async () => {
    const ctx = await createWorkspace();
    const settings = { kind: "sendgrid", region: "global", callsPerSecond: 1 };
    const { providerId } = await addProvider(ctx, settings, "k", VERIFICATION_KEY);
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const request = new Request("http://x/", { method: "POST", body: endless, duplex: "half" } as RequestInit);
    expect((await receiveHook(request, publicId("provider", providerId))).status).toBe(413);
    expect(given).toBeLessThan(100);
  });

  it("never answer 5xx, whatever a signed body holds", async () => {
    const ctx = await createWorkspace();
    const { providerNo, providerId } = await addProvider(
      ctx,
      { kind: "sendgrid", region: "global", callsPerSecond: 1 },
      "k",
      VERIFICATION_KEY,
    );
    await addPeople(ctx, 1);
    const ref = await makeRun(ctx, { providerNo });
    const own = messageId({ ...ref, batchNo: 1, seq: 0 });
    const beyond = messageId({ ...ref, runNo: 4_000_000_000, batchNo: 4_000_000_000, seq: 65_535 });
    const texts = ["x", "\u0000", "\ud800", "é".repeat(3000), "'; drop table x; --"];
    const bodies = [own, beyond, "not-an-id", own.replaceAll("-", ""), ""].flatMap((id) =>
      texts.flatMap((text, i) =>
        [1e15, -1e15, 0, 1.5].map((timestamp) => [
          {
            event: i % 2 ? "bounce" : "click",
            sg_event_id: `${text}${timestamp}`,
            timestamp,
            carillon_message_id: id,
            reason: text,
            url: text,
            useragent: text,
            ip: text,
          },
        ]),
      ),
    );
    for (const body of [...bodies.map((b) => JSON.stringify(b)), "", "[", "null", "[1]", "\u0000"])
      expect([body, (await post(providerId, body)).status]).toEqual([body, 200]);
    await matchParked();
  });
});
