import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("Settings › System", () => {
  useTestDatabase();

  let here: Ctx;
  let there: Ctx;
  beforeAll(async () => {
    here = await createWorkspace();
    there = await createWorkspace();
  });
  afterEach(async () => {
    const sql = await rows();
    await sql`delete from wf.job`;
    await sql`delete from wf.step`;
    await sql`delete from wf.run`;
    await sql`delete from wf.inbox`;
  });

  const rows = async () => (await import("@/server/platform/db")).pipelineSql();
  const system = () => import("@/server/system");

  const eventOf = (workspaceNo: number) => ({
    id: randomUUID(),
    name: "campaign.launched",
    ts: 1,
    data: { workspaceNo },
  });

  /** A run in the tables of the engine, as its scheduler leaves it. */
  async function plantRun(
    events: unknown[],
    run: { status?: string; error?: { name: string; message: string }; endedHoursAgo?: number } = {},
  ): Promise<string> {
    const { createUlid } = await import("@/server/engine/ids");
    const sql = await rows();
    const id = createUlid();
    const status = run.status ?? "failed";
    const ended = status === "running" ? null : new Date(Date.now() - (run.endedHoursAgo ?? 1) * 3_600_000);
    await sql`
    insert into wf.run (id, fn, status, events, error, started, ended)
    values (${id}, 'campaigns-build-audience', ${status}, ${JSON.stringify(events)}::text::json,
            ${run.error ? JSON.stringify(run.error) : null}::text::json, now() - interval '2 hours', ${ended})`;
    if (status === "running")
      await sql`insert into wf.job (key, kind, run, fn) values (${`${id}:main`}, 'main', ${id}, 'f')`;
    return id;
  }

  const idsOf = (page: { data: { id: string }[] }) => page.data.map((run) => run.id);

  describe("the runs a member sees", () => {
    it("are those of the own workspace: not another's, not a mixed batch's, not the installation's", async () => {
      const { listRuns } = await system();
      const mine = await plantRun([eventOf(here.workspaceNo)]);
      const theirs = await plantRun([eventOf(there.workspaceNo)]);
      await plantRun([eventOf(here.workspaceNo), eventOf(there.workspaceNo)]);
      await plantRun([{ id: "c", name: "inngest/scheduled.timer", ts: 1, data: {} }]);
      await plantRun([]);
      expect(idsOf(await listRuns(here, {}))).toEqual([mine]);
      expect(idsOf(await listRuns(there, {}))).toEqual([theirs]);
    });

    it("include the run that handles the failure of an own run", async () => {
      const { listRuns } = await system();
      const failed = { id: "f", name: "inngest/function.failed", ts: 1, data: { event: eventOf(here.workspaceNo) } };
      const mine = await plantRun([failed], { status: "completed" });
      expect(idsOf(await listRuns(here, {}))).toEqual([mine]);
      expect(idsOf(await listRuns(there, {}))).toEqual([]);
    });

    it("come page by page, each once, filtered by state", async () => {
      const { listRuns } = await system();
      const failed = [];
      for (let n = 0; n < 3; n += 1) {
        failed.push(await plantRun([eventOf(here.workspaceNo)]));
        await plantRun([eventOf(here.workspaceNo)], { status: "completed" });
        await plantRun([eventOf(there.workspaceNo)]);
      }
      const first = await listRuns(here, { status: "failed", limit: 2 });
      const second = await listRuns(here, { status: "failed", limit: 2, cursor: first.nextCursor });
      expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(failed.sort());
      expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    });

    it("show neither the data of events nor what a driver puts below its sentence", async () => {
      const { getRun } = await system();
      const error = { name: "Error", message: "Failed query\nparams: 4711" };
      const runId = await plantRun([eventOf(here.workspaceNo)], { error });
      const run = await getRun(here, { runId });
      expect(run.error).toBe("Failed query");
      expect(run.events).toEqual([{ id: expect.any(String), name: "campaign.launched", at: expect.any(String) }]);
      expect(JSON.stringify(run)).not.toMatch(/workspaceNo|4711/);
    });
  });

  describe("a run of another workspace", () => {
    it("does not exist: it can be neither read nor retried nor cancelled", async () => {
      const { cancelRun, getRun, retryRun } = await system();
      const failed = await plantRun([eventOf(there.workspaceNo)]);
      const active = await plantRun([eventOf(there.workspaceNo)], { status: "running" });
      for (const refused of [
        () => getRun(here, { runId: failed }),
        () => retryRun(here, { runId: failed }),
        () => cancelRun(here, { runId: active }),
      ])
        await expect(refused()).rejects.toMatchObject({ code: "NOT_FOUND" });
      const sql = await rows();
      const left = await sql<{ id: string; status: string }[]>`select id, status from wf.run`;
      expect(new Map(left.map((run) => [run.id, run.status]))).toEqual(
        new Map([
          [failed, "failed"],
          [active, "running"],
        ]),
      );
    });
  });

  describe("retrying and cancelling", () => {
    it("starts a failed run again as a new one with the same events, and the audit log says who asked", async () => {
      const { getRun, retryRun } = await system();
      const runId = await plantRun([eventOf(here.workspaceNo)]);
      const started = await retryRun(here, { runId });
      const again = await getRun(here, started);
      expect(again).toMatchObject({ status: "running", phase: "queued", retryOf: runId });
      const sql = await rows();
      expect(
        await sql`select action, changes ->> 'startedAs' as started, actor_type from audit_log where entity_id = ${runId}`,
      ).toMatchObject([{ action: "system.run-retry", started: started.runId, actor_type: "member" }]);
    });

    it("cancels an active run once; the second attempt is told that it has ended", async () => {
      const { cancelRun, getRun } = await system();
      const runId = await plantRun([eventOf(here.workspaceNo)], { status: "running" });
      await cancelRun(here, { runId });
      expect(await getRun(here, { runId })).toMatchObject({ status: "cancelled", planned: [] });
      await expect(cancelRun(here, { runId })).rejects.toMatchObject({ code: "CONFLICT" });
      const sql = await rows();
      expect(await sql`select action from audit_log where entity_id = ${runId}`).toMatchObject([
        { action: "system.run-cancel" },
      ]);
    });

    it("refuses to start a run again that has not ended", async () => {
      const { retryRun } = await system();
      const runId = await plantRun([eventOf(here.workspaceNo)], { status: "running" });
      await expect(retryRun(here, { runId })).rejects.toMatchObject({ code: "CONFLICT" });
    });

    it("is for those who manage the system, reading for those who may read it", async () => {
      const { cancelRun, getFigures, listRuns, retryRun } = await system();
      const runId = await plantRun([eventOf(here.workspaceNo)]);
      const manager = as(here, "campaign_manager");
      for (const refused of [
        () => listRuns(manager, {}),
        () => getFigures(manager, {}),
        () => retryRun(manager, { runId }),
        () => cancelRun(manager, { runId }),
      ])
        await expect(refused()).rejects.toMatchObject({ code: "FORBIDDEN" });
    });
  });

  describe("the figures", () => {
    it("count own failures of the last day and everybody's queue", async () => {
      const { getFigures } = await system();
      await plantRun([eventOf(here.workspaceNo)]);
      await plantRun([eventOf(here.workspaceNo)], { endedHoursAgo: 30 });
      await plantRun([eventOf(there.workspaceNo)]);
      await plantRun([eventOf(there.workspaceNo)], { status: "running" });
      const sql = await rows();
      await sql`insert into wf.inbox (name, workspace_no, created)
      values ('a.b', ${here.workspaceNo}, now() - interval '90 seconds'), ('a.b', ${there.workspaceNo}, now())`;
      const figures = await getFigures(here, {});
      expect(figures.failedLastDay).toBe(1);
      expect(figures.queue).toMatchObject({ queued: 1, executing: 0, activeRuns: 1 });
      expect(figures.outbox).toMatchObject({ waiting: 2, waitingHere: 1, setAside: 0 });
      expect(figures.outbox.oldestSeconds).toBeGreaterThanOrEqual(90);
      expect(figures.database.migrations).toBe("current");
      expect(figures.versions.carillon).toMatch(/^\d+\.\d+\.\d+/);
      expect(figures.engine).toEqual({ kind: "embedded" });
    });
  });
});
