import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";

describe("Home", () => {
  useTestDatabase();

  const rows = async () => (await import("@/server/platform/db")).pipelineSql();
  const system = () => import("@/server/system");

  let ctx: Ctx;
  let neighbour: Ctx;
  beforeAll(async () => {
    ctx = await createWorkspace();
    neighbour = await createWorkspace();
  });

  let campaignNo = 0;
  type Planted = { status: string; runNo?: number; isDemo?: number; inHours?: number; finishedHoursAgo?: number };
  async function plantCampaign(at: Ctx, name: string, planted: Planted): Promise<void> {
    const sql = await rows();
    campaignNo += 1;
    const hours = (n: number) => new Date(Date.now() + n * 3_600_000);
    const schedule =
      planted.inHours === undefined
        ? { kind: "now" }
        : { kind: "at", at: hours(planted.inHours).toISOString(), timeZone: "Europe/Berlin" };
    await sql`
    insert into campaigns (workspace_no, campaign_no, id, name, status, audience, content, schedule, due_at, run_no, is_demo, finished_at)
    values (${at.workspaceNo}, ${campaignNo}, ${randomUUID()}, ${name}, ${planted.status}, '{}', '{}', ${sql.json(schedule)},
            ${planted.inHours === undefined ? null : hours(planted.inHours)}, ${planted.runNo ?? null}, ${planted.isDemo ?? 0},
            ${planted.finishedHoursAgo === undefined ? null : hours(-planted.finishedHoursAgo)})`;
  }

  let contactNo = 0;
  async function plantContact(at: Ctx, consent: string | null, more: { isDemo?: boolean; suppressed?: boolean } = {}) {
    const sql = await rows();
    contactNo += 1;
    const email = `p${contactNo}@example.com`;
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key, is_demo)
    values (${at.workspaceNo}, ${contactNo}, ${randomUUID()}, ${email}, ${email}, ${more.isDemo ?? false})`;
    if (consent)
      await sql`insert into consent_state (workspace_no, contact_no, channel, state, source, at)
      values (${at.workspaceNo}, ${contactNo}, 'email', ${consent}, 'import', now())`;
    if (more.suppressed)
      await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
      values (${at.workspaceNo}, 'email', ${email}, 'hard_bounce', now(), 'job')`;
  }

  describe("Home of a new workspace", () => {
    it("has nothing ticked, nothing under way and nobody to count", async () => {
      const { getHomeCounts, getHomeOverview } = await system();
      const fresh = await createWorkspace();
      expect(await getHomeOverview(fresh, {})).toMatchObject({
        underWay: [],
        approvals: [],
        scheduled: [],
        scheduledInAll: 0,
        lastSent: null,
        drafts: 0,
        demoState: "none",
        firstSteps: { sent: false, looked: false, people: false, provider: false },
      });
      expect(await getHomeCounts(fresh, {})).toEqual({ contacts: 0, demoContacts: 0, reachable: 0, segments: 0 });
    });
  });

  describe("first steps", () => {
    it("are ticked by what happened, never by demo rows or by another workspace", async () => {
      const { getHomeOverview } = await system();
      const fresh = await createWorkspace();
      const steps = async () => (await getHomeOverview(fresh, {})).firstSteps;
      await plantCampaign(fresh, "Demo", { status: "completed", runNo: 1, isDemo: 1, finishedHoursAgo: 1 });
      await plantContact(fresh, "granted", { isDemo: true });
      await plantCampaign(neighbour, "Theirs", { status: "completed", runNo: 1, finishedHoursAgo: 1 });
      await plantContact(neighbour, "granted");
      expect(await steps()).toEqual({ sent: false, looked: false, people: false, provider: false });

      const sql = await rows();
      await plantContact(fresh, null);
      await plantCampaign(fresh, "First", { status: "active", runNo: 2 });
      const message = (readAt: Date | null) => sql`
      insert into local_messages (workspace_no, message_id, received_at, to_address, from_address, subject, html, text, headers, read_at)
      values (${fresh.workspaceNo}, ${randomUUID()}, now(), 'a@example.com', 'b@example.com', 's', 'h', 't', '[]', ${readAt})`;
      await message(null);
      expect(await steps()).toEqual({ sent: true, looked: false, people: true, provider: false });
      await message(new Date());
      await sql`insert into providers (workspace_no, provider_no, id, kind, name, settings, from_email, from_name)
      values (${fresh.workspaceNo}, 2, ${randomUUID()}, 'smtp', 'SMTP', '{}', 'a@example.com', 'A')`;
      expect(await steps()).toEqual({ sent: true, looked: true, people: true, provider: true });
    });
  });

  describe("what needs me", () => {
    it("lists what is under way, what is due within seven days in its order, and the last result", async () => {
      const { getHomeOverview } = await system();
      await plantCampaign(ctx, "Draft", { status: "draft" });
      await plantCampaign(ctx, "Later", { status: "scheduled", inHours: 8 * 24 });
      await plantCampaign(ctx, "Friday", { status: "scheduled", inHours: 50 });
      await plantCampaign(ctx, "Tomorrow", { status: "scheduled", inHours: 20 });
      await plantCampaign(ctx, "Sending", { status: "active", runNo: 11 });
      await plantCampaign(ctx, "Halted", { status: "paused", runNo: 12 });
      await plantCampaign(ctx, "Old", { status: "completed", runNo: 13, finishedHoursAgo: 90 });
      await plantCampaign(ctx, "Newest", { status: "completed_with_failures", runNo: 14, finishedHoursAgo: 3 });
      await plantCampaign(ctx, "Never sent", { status: "terminated", finishedHoursAgo: 1 });
      await plantCampaign(neighbour, "Theirs", { status: "active", runNo: 11 });
      const home = await getHomeOverview(ctx, {});
      expect(home.underWay.map((campaign) => campaign.name).sort()).toEqual(["Halted", "Sending"]);
      expect(home.scheduled.map((campaign) => campaign.name)).toEqual(["Tomorrow", "Friday"]);
      expect(home.scheduledInAll).toBe(2);
      expect(home.lastSent?.name).toBe("Newest");
      expect(home.drafts).toBe(1);
    });
  });

  describe("the counts", () => {
    it("call reachable only whom the permit would let us write to", async () => {
      const { getHomeCounts } = await system();
      const place = await createWorkspace();
      await plantContact(place, "granted");
      await plantContact(place, "granted", { isDemo: true });
      await plantContact(place, "granted", { suppressed: true });
      await plantContact(place, "denied");
      await plantContact(place, null);
      expect(await getHomeCounts(place, {})).toEqual({ contacts: 5, demoContacts: 1, reachable: 2, segments: 0 });

      const sql = await rows();
      await sql`update providers set kind = 'smtp' where workspace_no = ${place.workspaceNo}`;
      expect(await getHomeCounts(place, {})).toMatchObject({ reachable: 1 });
    });

    it("stay hidden from a key that may not read people", async () => {
      const { getHomeCounts } = await system();
      const key: Ctx = { ...ctx, actor: { type: "api_key", keyId: randomUUID(), permissions: ["campaign:read"] } };
      expect(await getHomeCounts(key, {})).toEqual({
        contacts: null,
        demoContacts: null,
        reachable: null,
        segments: null,
      });
    });
  });
});
