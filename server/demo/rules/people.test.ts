import { describe, expect, it } from "vitest";
import { normaliseEmail } from "@/contracts/addresses";
import { demoPerson } from "./people";

const now = new Date("2026-11-21T12:00:00Z");
const people = Array.from({ length: 5000 }, (_, i) => demoPerson(i, now));

describe("the demo company", () => {
  it("is the same people at every call", () => {
    expect(demoPerson(1234, now)).toEqual(people[1234]);
  });

  it("has only valid addresses, each once, all in a domain nobody can own", () => {
    const keys = people.map((person) => normaliseEmail(person.email));
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(people.length);
    expect(people.every((person) => person.email.endsWith(".example"))).toBe(true);
  });

  it("looks like a real list: most agreed, some left, some bounce, some lack a first name", () => {
    const share = (test: (p: (typeof people)[number]) => boolean) => people.filter(test).length / people.length;
    expect(share((p) => p.consent === "granted")).toBeCloseTo(0.72, 1);
    expect(share((p) => p.consent === "denied")).toBeCloseTo(0.09, 1);
    expect(share((p) => p.suppressed !== null)).toBeGreaterThan(0.005);
    expect(share((p) => p.firstName === null)).toBeGreaterThan(0.03);
    expect(new Set(people.map((p) => p.attributes.country)).size).toBe(14);
  });
});
