import { describe, expect, it } from "vitest";
import { readOutbox } from "@/server/channels";
import { sendBatches } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, makeRun } from "../../support/sending";

describe("the outbox", () => {
  useTestDatabase();

  it("answers by recipient, by words and by time, and by address only for those who may see it", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 12);
    const { runNo } = await makeRun(ctx);
    await sendBatches({ workspaceNo: ctx.workspaceNo, runNo }, { maxMs: 60_000, maxBatches: 5 });
    await pipelineSql()`
    update local_messages set received_at = timestamptz '2026-03-01T00:00:00Z'
           + case when to_address like 'p1%' then interval '1 hour' else interval '0' end
     where workspace_no = ${ctx.workspaceNo}`;
    const found = async (filter: Parameters<typeof readOutbox>[1], by = ctx) =>
      (await readOutbox(by, { limit: 100, ...filter })).data.length;
    expect(await found({ to: "p7@people.example" })).toBe(1);
    expect(await found({ search: "person 1" })).toBe(4);
    expect(await found({ search: "p1" })).toBe(4);
    expect(await found({ search: "p1@" }, as(ctx, "content_editor"))).toBe(0);
    await expect(found({ to: "p7@people.example" }, as(ctx, "content_editor"))).rejects.toThrow(/contact:pii/);
    expect(await found({ since: "2026-03-01T00:30:00Z" })).toBe(4);
    expect(await found({ since: "2026-03-01T00:30:00Z", search: "person 12" })).toBe(1);
  });
});
