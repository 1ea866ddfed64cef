import { describe, expect, it } from "vitest";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import { fieldKeyOf, toFormValues, toPatch } from "./contact-form-values";

const fields: FieldDefinition[] = [
  { key: "email", label: "E-mail", type: "text", isStandard: true },
  { key: "first_name", label: "First name", type: "text", isStandard: true },
  { key: "created_at", label: "Created", type: "date", isStandard: true },
  { key: "seats", label: "Seats", type: "number", isStandard: false },
  { key: "vip", label: "VIP", type: "boolean", isStandard: false },
  { key: "since", label: "Since", type: "date", isStandard: false },
];
const contact: Contact = {
  id: "con_1",
  externalId: null,
  email: "••••@example.com",
  emailMasked: true,
  phone: null,
  firstName: "Ada",
  lastName: null,
  timeZone: null,
  locale: null,
  attributes: { seats: 3, vip: true, since: "2026-01-02T00:00:00.000Z" },
  tags: [],
  isDemo: false,
  createdAt: "",
  updatedAt: "",
  lastActiveAt: null,
};

describe("the contact form", () => {
  const before = toFormValues(contact, fields);

  it("shows every editable value as text", () => {
    expect(before).toEqual({
      email: "••••@example.com",
      first_name: "Ada",
      seats: "3",
      vip: "true",
      since: "2026-01-02",
    });
  });

  it("sends only what was changed, typed, and clears with null", () => {
    const after = { ...before, first_name: "", seats: "4,5", vip: "false" };
    expect(toPatch(before, after, fields)).toEqual({ firstName: null, attributes: { seats: 4.5, vip: false } });
    expect(toPatch(before, before, fields)).toEqual({});
  });

  it("leaves it to the server to refuse what is no number", () => {
    expect(toPatch(before, { ...before, seats: "many" }, fields)).toEqual({ attributes: { seats: "many" } });
  });

  it("finds the field of a server error", () => {
    expect(["firstName", "attributes.seats", "email"].map(fieldKeyOf)).toEqual(["first_name", "seats", "email"]);
  });
});
