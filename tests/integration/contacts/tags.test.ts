import { beforeEach, describe, expect, it } from "vitest";
import {
  createContact,
  deleteTag,
  getContact,
  listTags,
  renameTag,
  tagContacts,
  untagContacts,
  updateContact,
} from "@/server/contacts";
import { addTags, removeTags, tagsOfContacts } from "@/server/contacts/tags";
import { listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { deleteContacts } from "@/server/privacy";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("tags", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const person = (at: Ctx, name: string, tags?: string[]) =>
    createContact(at, { email: `${name}@example.com`, ...(tags && { tags }) });
  const counted = async (at: Ctx = ctx) => (await listTags(at, {})).map((tag) => [tag.name, tag.contacts]);

  it("are one tag whatever the spelling, and say exactly how many people were changed, had it, or are gone", async () => {
    const [ada, bob] = [await person(ctx, "ada", ["VIP"]), await person(ctx, "bob")];
    const stranger = await person(await createWorkspace(), "eve");
    expect(await tagContacts(ctx, { ids: [ada.id, bob.id, stranger.id], tags: [" vip "] })).toEqual({
      changed: 1,
      unchanged: 1,
      missing: 1,
    });
    expect(await counted()).toEqual([["VIP", 2]]);
    expect(await untagContacts(ctx, { ids: [ada.id, bob.id], tags: ["Vip", "never made"] })).toEqual({
      changed: 2,
      unchanged: 0,
      missing: 0,
    });
    expect(await counted()).toEqual([["VIP", 0]]);
    await expect(tagContacts(ctx, { ids: [ada.id], tags: ["a, b"] })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
    await expect(tagContacts(as(ctx, "viewer"), { ids: [ada.id], tags: ["x"] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("come along wherever a contact is read, and a patch replaces all of them or none", async () => {
    const { id } = await person(ctx, "ada", ["b", "A"]);
    expect((await getContact(ctx, { id })).tags).toEqual(["A", "b"]);
    expect((await listContacts(ctx, {})).data[0]?.tags).toEqual(["A", "b"]);
    expect((await updateContact(ctx, { id, firstName: "Ada" })).tags).toEqual(["A", "b"]);
    expect((await updateContact(ctx, { id, tags: ["c", "B"] })).tags).toEqual(["b", "c"]);
    expect((await updateContact(ctx, { id, tags: [] })).tags).toEqual([]);
  });

  it("are made once when thirty requests name the same new tag, and every one of them takes hold", async () => {
    const people = await Promise.all(Array.from({ length: 30 }, (_, i) => person(ctx, `p${i}`)));
    await Promise.all(
      people.map(({ id }, i) =>
        i % 2 ? tagContacts(ctx, { ids: [id], tags: ["new"] }) : updateContact(ctx, { id, tags: ["NEW"] }),
      ),
    );
    expect((await counted()).map(([, contacts]) => contacts)).toEqual([30]);
  });

  it("leave with the contact or the tag, and keep their people through a new name", async () => {
    const [ada, bob] = [await person(ctx, "ada", ["x", "y"]), await person(ctx, "bob", ["x"])];
    const [x, y] = await listTags(ctx, {});
    await expect(renameTag(ctx, { id: x?.id ?? "", name: "Y" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { existingId: y?.id },
    });
    await renameTag(ctx, { id: x?.id ?? "", name: "best" });
    expect((await getContact(ctx, { id: ada.id })).tags).toEqual(["best", "y"]);
    await deleteContacts(ctx, { ids: [bob.id] });
    expect(await counted()).toEqual([
      ["best", 1],
      ["y", 1],
    ]);
    await deleteTag(ctx, { id: x?.id ?? "" });
    expect((await getContact(ctx, { id: ada.id })).tags).toEqual(["y"]);
    await expect(deleteTag(await createWorkspace(), { id: y?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("written as the pipeline role stay in their workspace, although both have the same numbers", async () => {
    const other = await createWorkspace();
    for (const at of [ctx, other]) await person(at, "ada", ["first"]);
    const rows = () => pipelineSql()`
      select contact_no, tag_no from contact_tags where workspace_no = ${other.workspaceNo} order by 1, 2`;
    const before = await rows();
    expect(before).toHaveLength(1);
    await inPipeline(async (tx) => {
      expect(await removeTags(tx, ctx.workspaceNo, [1], [1])).toEqual(new Map([[1, [1]]]));
      expect(await addTags(tx, ctx.workspaceNo, [1, 2], [1])).toEqual(new Map([[1, [1]]]));
      expect(await removeTags(tx, ctx.workspaceNo, [1], [1])).toEqual(new Map([[1, [1]]]));
      expect((await tagsOfContacts(tx, ctx.workspaceNo, [1])).get(1)).toEqual([]);
    });
    expect(await rows()).toEqual(before);
  });
});
