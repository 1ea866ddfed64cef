import { describe, expect, it } from "vitest";
import type { ConsentState } from "@/contracts/consent";
import type { StoredConsent } from "@/contracts/merges";
import { mergeConsentRows, mergedState, undoConsentRows } from "./merge-consent";

const row = (state: ConsentState, at = "2026-01-01T00:00:00.000Z", topicNo = 0): StoredConsent => ({
  channel: "email",
  topicNo,
  state,
  source: "member",
  at,
});
const NOTHING = { winner: null, loser: null, written: null };
const LATER = "2026-06-01T00:00:00.000Z";

describe("consent of two people who turn out to be one", () => {
  it.each<[ConsentState | null, ConsentState | null, ConsentState | null]>([
    ["granted", "denied", "denied"],
    ["denied", "granted", "denied"],
    [null, "denied", "denied"],
    ["granted", "pending", "granted"],
    ["pending", "granted", "pending"],
    [null, "granted", "granted"],
    [null, null, null],
  ])("%s and %s make %s", (a, b, expected) => {
    expect(mergedState(a, b)).toBe(expected);
  });

  it("tells the winner a no, carries what it never answered, and leaves its own answers alone", () => {
    const topic = row("granted", LATER, 1);
    expect(mergeConsentRows([row("granted")], [row("denied"), topic])).toEqual({
      kept: [row("granted")],
      carried: [topic],
      toDeny: [row("denied")],
    });
    expect(mergeConsentRows([], [row("denied")])).toEqual({ kept: [], carried: [], toDeny: [row("denied")] });
  });

  it("carries no yes to a topic over a no to everything", () => {
    expect(mergeConsentRows([row("denied")], [row("granted", LATER, 1)]).carried).toEqual([]);
  });

  it("goes back when nothing was said since", () => {
    const made = { ...row("denied", LATER), source: "merge" as const };
    const snapshot = {
      winner: [row("granted")],
      loser: [row("denied")],
      written: [made],
      suppressed: [],
      preferences: NOTHING,
    };
    expect(undoConsentRows([made], snapshot)).toEqual({
      kept: [],
      back: [{ row: made, to: "granted" }],
      loser: [row("denied")],
      deniedSince: [],
    });
  });

  it("lets a carried grant go with the loser", () => {
    const snapshot = {
      winner: [],
      loser: [row("granted")],
      written: [row("granted")],
      suppressed: [],
      preferences: NOTHING,
    };
    expect(undoConsentRows([row("granted")], snapshot)).toMatchObject({ kept: [], back: [], deniedSince: [] });
  });

  it("holds a no said since against both, and keeps a yes said since where it was said", () => {
    const snapshot = {
      winner: [row("granted")],
      loser: [row("granted")],
      written: [],
      suppressed: [],
      preferences: NOTHING,
    };
    expect(undoConsentRows([row("denied", LATER)], snapshot)).toMatchObject({
      kept: [row("denied", LATER)],
      deniedSince: [row("denied", LATER)],
    });
    const made = { ...row("denied", "2026-02-01T00:00:00.000Z"), source: "merge" as const };
    const strict = {
      winner: [row("granted")],
      loser: [row("denied")],
      written: [made],
      suppressed: [],
      preferences: NOTHING,
    };
    expect(undoConsentRows([row("granted", LATER)], strict)).toMatchObject({
      kept: [row("granted", LATER)],
      back: [],
      deniedSince: [],
    });
  });
});
