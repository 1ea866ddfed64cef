import { describe, expect, it } from "vitest";
import { createCampaign, listAudiencePeople, preflightCampaign, previewAudience } from "@/server/campaigns";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const everybody = { include: [], exclude: [], condition: { kind: "group" as const, op: "all" as const, children: [] } };

describe("the people behind a line of the waterfall", () => {
  useTestDatabase();

  async function all(ctx: Ctx, input: Omit<Parameters<typeof listAudiencePeople>[1], "limit" | "cursor">) {
    const people: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAudiencePeople>> = await listAudiencePeople(ctx, {
        ...input,
        limit: 7,
        cursor,
      });
      people.push(...page.data.map(({ email }) => email ?? ""));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return people;
  }

  it("are not to be guessed letter by letter, nor told on, by those who may not see addresses or consent", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 3);
    const viewer = as(ctx, "viewer");
    const starts = { kind: "attribute" as const, field: "email", operator: "starts_with" as const, value: "p1" };
    const audience = { include: [], exclude: [], condition: starts };
    await expect(all(viewer, { audience, step: "matched" })).rejects.toThrow(/contact:pii/);
    await expect(previewAudience(viewer, audience)).rejects.toThrow(/contact:pii/);
    await expect(all(viewer, { audience: everybody, step: "opted_out" })).rejects.toThrow(/consent:read/);
    expect(await all(ctx, { audience, step: "matched" })).toEqual(["p1@people.example"]);
  });

  it("are exactly those it counts, each on one line only, for a saved campaign and for one being written", async () => {
    const ctx = await createWorkspace();
    const sql = pipelineSql();
    await addPeople(ctx, 40);
    await sql`update consent_state set state = 'denied' where workspace_no = ${ctx.workspaceNo} and contact_no <= 9`;
    await sql`delete from consent_state where workspace_no = ${ctx.workspaceNo} and contact_no between 10 and 17`;
    await sql`insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type)
              values (${ctx.workspaceNo}, 'email', 'p20@people.example', 'hard_bounce', now(), 'job')`;
    const { id } = await createCampaign(ctx, { name: "Bread", audience: everybody });
    const { waterfall } = await preflightCampaign(ctx, { campaignId: id });
    const lines = [
      { code: "matched", people: waterfall?.matched },
      ...(waterfall?.steps ?? []),
      { code: "will_receive", people: waterfall?.willReceive },
    ];
    expect(lines.map(({ code, people }) => [code, people])).toEqual([
      ["matched", 40],
      ["opted_out", 9],
      ["no_consent", 8],
      ["suppressed_hard_bounce", 1],
      ["will_receive", 22],
    ]);
    const seen: string[] = [];
    for (const { code, people } of lines) {
      const saved = await all(ctx, { campaignId: id, step: code });
      expect([code, saved.length, new Set(saved).size]).toEqual([code, people, people]);
      expect(await all(ctx, { audience: everybody, step: code })).toEqual(saved);
      if (code !== "matched") seen.push(...saved);
    }
    expect(seen.toSorted()).toEqual((await all(ctx, { campaignId: id, step: "matched" })).toSorted());
  });

  it("are masked for who may not see addresses, and nobody of another workspace", async () => {
    const [ctx, other] = [await createWorkspace(), await createWorkspace()];
    await addPeople(ctx, 3);
    await addPeople(other, 5, 100);
    const masked = await all(as(ctx, "viewer"), { audience: everybody, step: "matched" });
    expect(masked).toHaveLength(3);
    expect(masked.join(" ")).not.toContain("p1@people.example");
  });
});
