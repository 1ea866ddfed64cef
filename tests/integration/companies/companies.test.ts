import { beforeEach, describe, expect, it } from "vitest";
import {
  assignCompany,
  changeCompanyField,
  companiesOf,
  createCompany,
  createCompanyField,
  deleteCompany,
  getCompany,
  listCompanies,
  listCompanyFields,
  listCompanyPeople,
  setCompanySettings,
  unassignCompany,
  updateCompany,
} from "@/server/companies";
import { createContact } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { deleteContacts } from "@/server/privacy";
import { mergeContacts, previewMerge, unmergeContacts } from "@/server/profiles";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("companies", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  it("hold typed attributes of their own and refuse a second one with the same domain, naming the first", async () => {
    const field = await createCompanyField(ctx, { key: "seats", label: "Seats", type: "number" });
    const acme = await createCompany(ctx, { name: "Acme", domain: "ACME.example", attributes: { seats: 5 } });
    expect(acme).toMatchObject({ domain: "acme.example", attributes: { seats: 5 }, people: 0 });
    await expect(createCompany(ctx, { name: "Other", domain: "acme.example" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { field: "domain", existingId: acme.id },
    });
    await expect(updateCompany(ctx, { id: acme.id, attributes: { seats: "many" } })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "attributes.seats" },
    });
    await expect(updateCompany(ctx, { id: acme.id, attributes: { colour: "red" } })).rejects.toMatchObject({
      message: expect.stringContaining("no such company field"),
    });
    await changeCompanyField(ctx, { id: field.id, archived: true });
    expect((await listCompanyFields(ctx, {})).map((f) => f.key)).not.toContain("seats");
    await changeCompanyField(ctx, { id: field.id, archived: false, label: "Licences" });
    expect(await updateCompany(ctx, { id: acme.id, name: "Acme Ltd", attributes: { seats: null } })).toMatchObject({
      name: "Acme Ltd",
      attributes: {},
    });
  });

  it("count exactly their people, who leave with themselves, with the company or by hand", async () => {
    const acme = await createCompany(ctx, { name: "Acme" });
    const people = [];
    for (const n of [1, 2, 3]) people.push(await createContact(ctx, { email: `p${n}@example.com` }));
    const [first, second, third] = people.map((person) => person.id);
    for (const { id } of people) await assignCompany(ctx, { companyId: acme.id, contactId: id, role: "Buyer" });
    expect(await assignCompany(ctx, { companyId: acme.id, contactId: first ?? "", role: "Buyer" })).toMatchObject({
      changed: false,
    });
    expect((await getCompany(ctx, { id: acme.id })).people).toBe(3);
    const page = await listCompanyPeople(ctx, { companyId: acme.id, limit: 2 });
    const rest = await listCompanyPeople(ctx, { companyId: acme.id, limit: 2, cursor: page.nextCursor });
    expect([...page.data, ...rest.data].map((person) => person.contactId)).toEqual([first, second, third]);
    await unassignCompany(ctx, { companyId: acme.id, contactId: first ?? "" });
    await deleteContacts(ctx, { ids: [second ?? ""] });
    expect((await listCompanies(ctx, {})).data).toMatchObject([{ name: "Acme", people: 1 }]);
    await deleteCompany(ctx, { id: acme.id });
    expect(await companiesOf(ctx, { contactId: third ?? "" })).toEqual({ companies: [], suggestion: null });
  });

  it("are suggested by domain only where the workspace asked for it", async () => {
    const acme = await createCompany(ctx, { name: "Acme", domain: "acme.example" });
    const ada = await createContact(ctx, { email: "Ada@ACME.example" });
    expect((await companiesOf(ctx, { contactId: ada.id })).suggestion).toBeNull();
    await setCompanySettings(ctx, { suggestByDomain: true });
    expect((await companiesOf(ctx, { contactId: ada.id })).suggestion).toMatchObject({ id: acme.id, name: "Acme" });
    await assignCompany(ctx, { companyId: acme.id, contactId: ada.id });
    expect((await companiesOf(ctx, { contactId: ada.id })).suggestion).toBeNull();
  });

  it("come together in a merge and part with it", async () => {
    const [acme, beta] = [await createCompany(ctx, { name: "Acme" }), await createCompany(ctx, { name: "Beta" })];
    const [a, b] = [
      await createContact(ctx, { email: "a@example.com" }),
      await createContact(ctx, { email: "b@example.com" }),
    ];
    await assignCompany(ctx, { companyId: acme.id, contactId: a.id, role: "Boss" });
    for (const { id } of [acme, beta]) await assignCompany(ctx, { companyId: id, contactId: b.id, role: "Buyer" });
    expect((await previewMerge(ctx, { winnerId: a.id, loserId: b.id })).companies).toEqual([
      { name: "Acme", winner: true, loser: true },
      { name: "Beta", winner: false, loser: true },
    ]);
    const { mergeId } = await mergeContacts(ctx, { winnerId: a.id, loserId: b.id });
    const roles = async (contactId: string) =>
      (await companiesOf(ctx, { contactId })).companies.map((company) => [company.name, company.role]);
    expect(await roles(a.id)).toEqual([
      ["Acme", "Boss"],
      ["Beta", "Buyer"],
    ]);
    await unmergeContacts(ctx, { mergeId });
    expect(await roles(a.id)).toEqual([["Acme", "Boss"]]);
    expect(await roles(b.id)).toEqual([
      ["Acme", "Buyer"],
      ["Beta", "Buyer"],
    ]);
  });

  it("belong to their workspace, and changing them needs permission", async () => {
    const acme = await createCompany(ctx, { name: "Acme" });
    const stranger = await createWorkspace();
    const ada = await createContact(stranger, { email: "ada@example.com" });
    for (const attempt of [
      () => getCompany(stranger, { id: acme.id }),
      () => updateCompany(stranger, { id: acme.id, name: "X" }),
      () => deleteCompany(stranger, { id: acme.id }),
      () => assignCompany(stranger, { companyId: acme.id, contactId: ada.id }),
      () => assignCompany(ctx, { companyId: acme.id, contactId: ada.id }),
      () => listCompanyPeople(stranger, { companyId: acme.id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(createCompany(as(ctx, "viewer"), { name: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
