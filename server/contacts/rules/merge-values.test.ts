import { describe, expect, it } from "vitest";
import type { MergeSide } from "@/contracts/merges";
import { type MergeSideValues, mergeColumns, mergeKeys, mergeValue, pickSide, undoColumns } from "./merge-values";

const person = (over: Partial<MergeSideValues>): MergeSideValues => ({
  externalId: null,
  email: null,
  emailKey: null,
  phone: null,
  firstName: null,
  lastName: null,
  timeZone: null,
  locale: null,
  attributes: {},
  updatedAt: new Date("2026-01-01T00:00:00Z"),
  ...over,
});
const older = person({
  email: "A@example.com",
  emailKey: "a@example.com",
  firstName: "Ann",
  attributes: { plan: "pro" },
});
const newer = person({
  email: "b@example.com",
  emailKey: "b@example.com",
  lastName: "Byron",
  attributes: { plan: "free", seats: 0, vip: false },
  updatedAt: new Date("2026-02-01T00:00:00Z"),
});

describe("the values of a merged contact", () => {
  it.each<[string, MergeSide]>([
    ["email", "loser"],
    ["first_name", "winner"],
    ["last_name", "loser"],
    ["phone", "winner"],
    ["plan", "loser"],
    ["seats", "loser"],
    ["vip", "loser"],
  ])("are by default the newest that is not empty: %s from the %s", (key, side) => {
    expect(pickSide(key, older, newer)).toBe(side);
  });

  it("follow a choice, the normalised address with the address", () => {
    expect(mergeColumns(older, newer, { email: "winner", plan: "winner", seats: "winner" })).toMatchObject({
      email: "A@example.com",
      emailKey: "a@example.com",
      firstName: "Ann",
      lastName: "Byron",
      attributes: { plan: "pro", vip: false },
    });
  });

  it("go back exactly when nothing changed, and keep what was changed since, for random people and choices", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const maybe = <T>(value: T): T | null => (random(3) === 0 ? null : value);
    const make = (n: number): MergeSideValues => {
      const email = maybe(`p${n}@example.com`);
      const attributes = Object.fromEntries(["a", "b", "c"].flatMap((key) => (random(2) ? [[key, random(5)]] : [])));
      return person({
        email,
        emailKey: email,
        firstName: maybe(`F${n}`),
        phone: maybe(String(n)),
        attributes,
        updatedAt: new Date(random(9)),
      });
    };
    for (let trial = 0; trial < 500; trial += 1) {
      const [winner, loser] = [make(trial), make(trial + 1000)];
      const choose = Object.fromEntries(
        mergeKeys(winner, loser).flatMap((key) => (random(2) ? [[key, random(2) ? "winner" : "loser"] as const] : [])),
      );
      const written = mergeColumns(winner, loser, choose);
      const { updatedAt: _, ...before } = winner;
      expect(undoColumns(written, { before, written })).toEqual(before);
      const current = { ...written, lastName: "Edited", attributes: { ...written.attributes, a: 99 } };
      const undone = undoColumns(current, { before, written });
      expect([undone.lastName, undone.attributes.a]).toEqual(["Edited", 99]);
      expect(mergeValue(undone, "b")).toBe(mergeValue(before, "b"));
    }
  });
});
