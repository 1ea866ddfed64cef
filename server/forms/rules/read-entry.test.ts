import { describe, expect, it } from "vitest";
import { readEntry, type Sent } from "./read-entry";

const FORM = {
  topicIds: ["a", "b"],
  fields: [
    { key: "first_name" as const, required: true },
    { key: "last_name" as const, required: false },
  ],
};
const sent = (change: Partial<Sent>): Sent => ({
  email: "ada@example.com",
  first_name: "Ada",
  topics: ["a"],
  ...change,
});

describe("what a form takes", () => {
  it.each<[string, Partial<Sent>, string]>([
    ["no address", { email: "" }, "email"],
    ["two addresses", { email: "a@example.com, b@example.com" }, "email"],
    ["a header in the address", { email: "a@example.com\r\nBcc: b@example.com" }, "email"],
    ["a missing name", { first_name: " \u0007 " }, "first_name"],
    ["no topic", { topics: [] }, "topics"],
    ["only foreign topics", { topics: ["z"] }, "topics"],
  ])("refuses %s", (_, change, field) => {
    expect(readEntry(FORM, sent(change))).toMatchObject({ ok: false, fault: { field } });
  });

  it("takes hostile names as one plain line and only the fields and topics of the form", () => {
    const answer = readEntry(FORM, {
      ...sent({ first_name: "Ada\r\nBcc: x@y.example\u202e", topics: ["b", "z"] }),
      last_name: 7,
    });
    expect(answer).toEqual({
      ok: true,
      entry: { email: "ada@example.com", firstName: "Ada Bcc: x@y.example", lastName: null, topicIds: ["b"] },
    });
    const plain = readEntry({ topicIds: [], fields: [] }, sent({}));
    expect(plain).toEqual({
      ok: true,
      entry: { email: "ada@example.com", firstName: null, lastName: null, topicIds: [] },
    });
  });
});
