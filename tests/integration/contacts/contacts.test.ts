import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import {
  archiveContactField,
  createContact,
  createContactField,
  fieldDefinitions,
  findContactsForPreview,
  getContact,
  listContactFields,
  updateContact,
} from "@/server/contacts";
import { countContacts, listContacts } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("contacts", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  it("refuses a second contact with the same mailbox and names the one that has it", async () => {
    const ada = await createContact(ctx, { email: "Ada@Example.com" });
    const conflict = { code: "CONFLICT", details: { field: "email", existingId: ada.id } };
    await expect(createContact(ctx, { email: "ada@example.COM" })).rejects.toMatchObject(conflict);
    const bob = await createContact(ctx, { email: "bob@example.com", externalId: "7" });
    await expect(updateContact(ctx, { id: bob.id, email: "ADA@example.com" })).rejects.toMatchObject(conflict);
    await expect(createContact(ctx, { externalId: "7" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { field: "externalId", existingId: bob.id },
    });
    const neighbour = await createWorkspace();
    await expect(createContact(neighbour, { email: "ada@example.com" })).resolves.toMatchObject({
      email: "ada@example.com",
    });
  });

  it("makes one contact of fifty simultaneous requests for one address", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, () => createContact(ctx, { email: "one@example.com" })),
    );
    expect(all.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(all.flatMap((r) => (r.status === "rejected" ? [r.reason.code] : []))).toEqual(Array(49).fill("CONFLICT"));
    expect(await countContacts(ctx, {})).toEqual({ people: 1 });
  });

  it("patches: what is not named stays, null clears, attributes merge key by key", async () => {
    for (const [key, type] of [
      ["plan", "text"],
      ["seats", "number"],
    ] as const)
      await createContactField(ctx, { key, label: key, type });
    const { id } = await createContact(ctx, {
      email: "a@example.com",
      firstName: "Ada",
      attributes: { plan: "pro", seats: 3 },
    });
    await updateContact(ctx, { id, lastName: "Byron", attributes: { seats: 4 } });
    await updateContact(ctx, { id, firstName: null, attributes: { plan: null } });
    expect(await getContact(ctx, { id })).toMatchObject({
      email: "a@example.com",
      firstName: null,
      lastName: "Byron",
      attributes: { seats: 4 },
    });
  });

  it("keeps both of two simultaneous patches of different attributes", async () => {
    for (const key of ["a", "b"]) await createContactField(ctx, { key, label: key, type: "number" });
    const { id } = await createContact(ctx, { email: "a@example.com" });
    await Promise.all([
      updateContact(ctx, { id, attributes: { a: 1 } }),
      updateContact(ctx, { id, attributes: { b: 2 } }),
    ]);
    expect((await getContact(ctx, { id })).attributes).toEqual({ a: 1, b: 2 });
  });

  it("refuses values of another type and unknown fields, naming attributes.<key>", async () => {
    await createContactField(ctx, { key: "seats", label: "Seats", type: "number" });
    const wrong = (attributes: Record<string, string | number>) =>
      createContact(ctx, { email: "a@example.com", attributes });
    await expect(wrong({ seats: "many" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "attributes.seats" },
    });
    await expect(wrong({ colour: "red" })).rejects.toMatchObject({
      faults: [{ pointer: "#/attributes/colour", code: "unknown_field" }],
    });
    await expect(createContact(ctx, { email: "a@example.com", timeZone: "Mars/Base" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
    await expect(createContact(ctx, { firstName: "Nobody" })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });

  it("archives a field without losing its values and takes it back into use with its type only", async () => {
    const field = await createContactField(ctx, { key: "plan", label: "Plan", type: "text" });
    const { id } = await createContact(ctx, { email: "a@example.com", attributes: { plan: "pro" } });
    await archiveContactField(ctx, { id: field.id });
    const keys = async () =>
      (await inWorkspace(ctx.workspaceNo, (tx) => fieldDefinitions(tx, ctx.workspaceNo))).map((f) => f.key);
    expect(await keys()).not.toContain("plan");
    await expect(createContactField(ctx, { key: "plan", label: "Plan", type: "number" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await createContactField(ctx, { key: "plan", label: "The plan", type: "text" });
    expect(await keys()).toContain("plan");
    expect((await getContact(ctx, { id })).attributes).toEqual({ plan: "pro" });
    await expect(createContactField(ctx, { key: "email", label: "E", type: "text" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await listContactFields(ctx, {})).filter((f) => !f.isStandard)).toHaveLength(1);
  });

  it.each(["created", "email"] as const)("pages through everyone exactly once, sorted by %s", async (sort) => {
    for (let i = 0; i < 23; i += 1)
      await createContact(ctx, i % 4 === 0 ? { externalId: `x${i}` } : { email: `p${(i * 7) % 23}@example.com` });
    const ids: string[] = [];
    const emails: (string | null)[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listContacts(ctx, { limit: 5, sort, cursor });
      ids.push(...page.data.map((c) => c.id));
      emails.push(...page.data.map((c) => c.email));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(23);
    expect(ids).toHaveLength(23);
    if (sort === "email") {
      const withAddress = emails.filter((e) => e !== null);
      expect(withAddress).toEqual([...withAddress].sort());
      expect(emails.slice(withAddress.length)).toEqual(Array(6).fill(null));
    }
  });

  it("finds people by address, names and external id, and counts the same people", async () => {
    await createContact(ctx, {
      email: "ada@lovelace.example",
      firstName: "Ada",
      lastName: "Lovelace",
      externalId: "u_1",
    });
    await createContact(ctx, { email: "bob@example.com", firstName: "Bob%" });
    const find = async (q: string) => {
      const { data } = await listContacts(ctx, { q });
      expect(await countContacts(ctx, { q })).toEqual({ people: data.length });
      return data.map((c) => c.firstName);
    };
    expect(await find("LOVELACE.ex")).toEqual(["Ada"]);
    expect(await find("ada lov")).toEqual(["Ada"]);
    expect(await find("u_")).toEqual(["Ada"]);
    expect(await find("bob%")).toEqual(["Bob%"]);
    expect(await find("%")).toEqual([]);
  });

  it("masks addresses without contact:pii and lets nobody guess them by searching or sorting", async () => {
    const { id } = await createContact(ctx, { email: "ada@example.com", phone: "+44 20 7946 0000" });
    const viewer = as(ctx, "viewer");
    expect(await getContact(viewer, { id })).toMatchObject({
      email: "••••@example.com",
      emailMasked: true,
      phone: "••••",
    });
    expect((await listContacts(viewer, { q: "ada" })).data).toEqual([]);
    await expect(listContacts(viewer, { sort: "email" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createContact(viewer, { email: "x@example.com" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("keeps a phone number as E.164 and refuses one without its country code", async () => {
    const created = await createContact(ctx, { phone: "0049 (0)30 / 123-4567" });
    expect(created.phone).toBe("+49301234567");
    expect((await updateContact(ctx, { id: created.id, email: "a@example.com", phone: "" })).phone).toBeNull();
    await expect(updateContact(ctx, { id: created.id, phone: "030 1234567" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "phone" },
    });
  });

  it("answers a foreign contact like one that does not exist", async () => {
    const { id } = await createContact(ctx, { email: "ada@example.com" });
    const stranger = await createWorkspace();
    const missing = { code: "NOT_FOUND", message: "This contact does not exist." };
    await expect(getContact(stranger, { id })).rejects.toMatchObject(missing);
    await expect(getContact(stranger, { id: randomUUID() })).rejects.toMatchObject(missing);
    await expect(updateContact(stranger, { id, firstName: "X" })).rejects.toMatchObject(missing);
  });

  it("offers awkward people for a preview, each once", async () => {
    await createContact(ctx, { email: "a@example.com", firstName: "Ann" });
    await createContact(ctx, { email: "b@example.com" });
    await createContact(ctx, {
      email: "c@example.com",
      firstName: "Wolfeschlegelsteinhausenbergerdorff",
      lastName: "the Long",
    });
    await createContact(ctx, { email: "d@example.com", firstName: "Юлия" });
    const found = await inWorkspace(ctx.workspaceNo, (tx) => findContactsForPreview(tx, ctx.workspaceNo));
    expect(found.map((p) => [p.row.email, p.why])).toEqual([
      ["d@example.com", "Newest"],
      ["b@example.com", "No first name"],
      ["c@example.com", "Longest name"],
    ]);
  });
});
