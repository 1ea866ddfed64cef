import { expect, it } from "vitest";
import type { Company, CompanyField } from "@/contracts/companies";
import { toCompanyForm, toCompanyPatch } from "./company-form";

const fields: CompanyField[] = [
  { id: "1", key: "seats", label: "Seats", type: "number", isStandard: false },
  { id: "2", key: "since", label: "Since", type: "date", isStandard: false },
  { id: "3", key: "vip", label: "VIP", type: "boolean", isStandard: false },
];
const company: Company = {
  id: "cpy_1",
  name: "Acme",
  externalId: null,
  domain: "acme.example",
  attributes: { seats: 5, since: "2026-03-31T00:00:00.000Z" },
  people: 0,
  createdAt: "",
  updatedAt: "",
};

it("sends only what was changed, in the field's type, and clears with an empty text", () => {
  const before = toCompanyForm(company, fields);
  expect(before).toMatchObject({ name: "Acme", "attributes.since": "2026-03-31", "attributes.vip": "" });
  expect(toCompanyPatch(before, before, fields)).toEqual({});
  const after = { ...before, domain: "", "attributes.seats": "7,5", "attributes.vip": "true", "attributes.since": "" };
  expect(toCompanyPatch(before, after, fields)).toEqual({
    domain: "",
    attributes: { seats: 7.5, vip: true, since: null },
  });
});
