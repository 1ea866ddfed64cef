import { afterEach, describe, expect, it } from "vitest";
import type { ProviderNotification } from "@/server/channels";
import { listRecipients, recordNotifications, runCounts, sendBatches } from "@/server/delivery";
import type { FaultPoint } from "@/server/delivery/fault-point";
import { pipelineSql } from "@/server/platform/db";
import { messageId } from "@/server/platform/message-ref";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { startResendServer } from "../../support/resend-server";
import { addPeople, addProvider, makeRun } from "../../support/sending";

const limits = { maxMs: 30_000, maxBatches: 20, leaseSeconds: 30 };
const hooks = globalThis as typeof globalThis & { __carillonFault?: (point: FaultPoint) => void | Promise<void> };
/** Long after the sending: a click in its first two seconds is a scanner, and whose clock counts is not asked here. */
const READ_AT = new Date(Date.now() + 3_600_000);
const KINDS = ["delivered", "opened", "clicked", "bounced", "complained"] as const;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Every order of five kinds of news and our own acknowledgement: 120 orders of the news times six places for ours. */
describe("the 720 orders of six kinds of news about a message", () => {
  useTestDatabase();
  afterEach(() => {
    delete hooks.__carillonFault;
  });

  it("all end in the same state and the same numbers, each told twice, before and after our acknowledgement", async () => {
    const server = await startResendServer();
    const orders = permutations(KINDS);
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 };
    const outcomes: unknown[] = [];
    for (let early = 0; early <= KINDS.length; early += 1) {
      const ctx = await createWorkspace();
      const { providerNo } = await addProvider(ctx, settings, server.apiKey);
      await addPeople(ctx, orders.length);
      const ref = await makeRun(ctx, { providerNo });
      const tell = async (from: number, to: number) => {
        for (let place = from; place < to; place += 1) {
          const news = orders.map((order, seq): ProviderNotification => {
            const kind = order[place] ?? "delivered";
            const said = { messageId: messageId({ ...ref, batchNo: 1, seq }), kind, isHard: kind === "bounced" };
            const hit = { url: "https://x.example/", userAgent: "Mozilla/5.0 (X11)", ip: null, isMachine: false };
            return { ...said, notificationId: `${seq}:${kind}`, at: READ_AT, detail: null, hit };
          });
          await recordNotifications(ctx.workspaceNo, providerNo, "resend", news);
          await recordNotifications(ctx.workspaceNo, providerNo, "resend", news);
        }
      };
      // The provider has the first hundred, and nothing of it is recorded here yet.
      let isTold = false;
      hooks.__carillonFault = async (point) => {
        if (point !== "sent" || isTold) return;
        isTold = true;
        await tell(0, early);
        // For the twenty who come next, as if each address were new: they are not what this is about.
        await pipelineSql()`delete from suppressions where workspace_no = ${ctx.workspaceNo}`;
      };
      await sendBatches(ref, limits);
      await tell(early, KINDS.length);
      const { data } = await listRecipients(ctx, { runNo: ref.runNo, limit: 100, state: "complained" });
      const [rows] = await pipelineSql()`
        select count(*)::int as events, count(distinct kind)::int as kinds from delivery_events
         where workspace_no = ${ctx.workspaceNo}`;
      outcomes.push({ ...(await runCounts(ctx, { runNo: ref.runNo })), listed: data.length, ...rows });
    }
    expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(outcomes[0]).toMatchObject({
      ...{ audience: 120, accepted: 120, complained: 120, bounced: 0, delivered: 0, pending: 0, listed: 100 },
      ...{ opens: { human: 120, machine: 0 }, clicks: { human: 120, machine: 0 }, events: 360, kinds: 3 },
    });
    await server.stop();
  });
});
