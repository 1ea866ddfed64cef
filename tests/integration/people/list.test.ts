import { beforeEach, describe, expect, it } from "vitest";
import { PEOPLE_SORTS } from "@/contracts/people";
import { createContact } from "@/server/contacts";
import {
  countContacts,
  createView,
  deleteView,
  listContacts,
  listViews,
  setDefaultView,
  updateView,
} from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, odd } from "./support";

describe("the contact list", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  const ways = PEOPLE_SORTS.flatMap((sort) =>
    (["asc", "desc"] as const).map((direction) => [sort, direction] as const),
  );
  it.each(ways)(
    "sorted by %s %s shows everybody once, in one order, while people are added and removed",
    async (sort, direction) => {
      await addPeople(ctx, 60);
      const whole = (await listContacts(ctx, { limit: 100, sort, order: direction })).data.map((row) => row.id);
      expect(new Set(whole).size).toBe(60);
      const seen: string[] = [];
      let added = 0;
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listContacts(ctx, { limit: 7, sort, order: direction, cursor });
        seen.push(...page.data.map((row) => row.id));
        cursor = page.nextCursor;
        added += 1;
        await createContact(ctx, { email: `a${added}@example.com`, firstName: "Aa", externalId: `a${added}` });
      }
      expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it("shows who fits the rule and the search, counts the same people, and refuses another order's cursor", async () => {
    await addPeople(ctx, 40);
    const other = await createWorkspace();
    await addPeople(other, 40);
    const { data } = await listContacts(ctx, { limit: 100, filter: odd, q: "p1" });
    expect(data.map((row) => row.email).sort()).toEqual(
      ["P11", "P13", "P15", "P17", "P19", "P1"].map((p) => `${p}@example.com`),
    );
    expect(await countContacts(ctx, { filter: odd, q: "p1" })).toEqual({ people: 6 });
    // As in the query string of the REST API.
    expect(await countContacts(ctx, { filter: JSON.stringify(odd) as never })).toEqual({ people: 20 });
    const { nextCursor } = await listContacts(ctx, { limit: 5 });
    await expect(listContacts(ctx, { limit: 5, sort: "name", cursor: nextCursor })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "cursor" },
    });
  });

  it("lets nobody without contact:pii guess addresses by filtering or sorting", async () => {
    const viewer = as(ctx, "viewer");
    const byAddress = { kind: "attribute", field: "email", operator: "starts_with", value: "p" } as const;
    const hidden = { kind: "group" as const, op: "none" as const, children: [byAddress] };
    for (const ask of [countContacts(viewer, { filter: hidden }), listContacts(viewer, { sort: "email" })])
      await expect(ask).rejects.toMatchObject({ code: "FORBIDDEN" });
    const agreed = { kind: "consent", channel: "email", state: "granted" } as const;
    await expect(countContacts(viewer, { filter: agreed })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await countContacts(viewer, { filter: odd })).toEqual({ people: 0 });
  });

  it("keeps private views to their owner, shares team views, and opens one's own choice first", async () => {
    const mine = {
      name: "Mine",
      scope: "private" as const,
      filter: odd,
      columns: [{ id: "email", width: 200 }],
      sort: { by: "name" as const, direction: "asc" as const },
    };
    const secret = await createView(ctx, mine);
    const team = await createView(ctx, { ...mine, name: "Team", scope: "team" });
    const viewer = as(ctx, "viewer");
    expect((await listViews(viewer, {})).map((view) => view.name)).toEqual(["Team"]);
    await expect(updateView(viewer, { id: secret.id, name: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(deleteView(viewer, { id: team.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createView(viewer, { ...mine, scope: "team" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await setDefaultView(viewer, { id: team.id });
    expect((await listViews(viewer, {}))[0]).toMatchObject({
      name: "Team",
      isDefault: true,
      isMine: false,
      columns: mine.columns,
    });
    expect((await listViews(ctx, {})).map((view) => [view.name, view.isDefault])).toEqual([
      ["Mine", false],
      ["Team", false],
    ]);
    await deleteView(ctx, { id: team.id });
    expect(await listViews(viewer, {})).toEqual([]);
  });
});
