import { describe, expect, it } from "vitest";
import { initialsOf } from "./avatar";
import { cn } from "./cn";
import { rowMoveOf, toggleSelection } from "./data-table-keys";
import { offsetLabel } from "./date-time-field";
import {
  formatBytes,
  formatCompact,
  formatDateTime,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRelative,
} from "./format";
import { isConfirmed } from "./is-confirmed";

describe("formatPercent", () => {
  it.each([
    [0, "0%"],
    [0.0001, "<0.1%"],
    [0.0316, "3.2%"],
    [0.99961, ">99.9%"],
    [1, "100%"],
  ])("%d reads %s: something is never rounded to nothing, nearly all never to all", (fraction, text) => {
    expect(formatPercent(fraction)).toBe(text);
  });
});

describe("other formats", () => {
  it("groups thousands and keeps two decimals at most", () => {
    expect(formatNumber(12408)).toBe("12,408");
    expect(formatNumber(1.239)).toBe("1.24");
    expect(formatCompact(12408)).toBe("12.4K");
  });
  it.each([
    [0, "0 byte"],
    [999, "999 byte"],
    [2400, "2.4 kB"],
    [25_000_000, "25 MB"],
  ])("%d bytes read %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
  it.each([
    [0, "0 sec"],
    [0.4, "<1 sec"],
    [59, "59 sec"],
    [5400, "1 hr 30 min"],
    [86_405, "1 day"],
    [90_061, "1 day 1 hr"],
  ])("%d seconds read %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
  it("divides money by what the currency has, not always by 100", () => {
    expect(formatMoney(123456, "EUR")).toBe("€1,234.56");
    expect(formatMoney(1200, "JPY")).toBe("¥1,200");
  });
  it("prints the zone with every absolute time", () => {
    expect(formatDateTime("2026-07-01T07:00:00Z", "Europe/Berlin")).toBe("1 Jul 2026, 09:00 CEST");
  });
  it.each([
    ["2026-11-21T11:59:30Z", "now"],
    ["2026-11-21T11:58:30Z", "1 minute ago"],
    ["2026-11-21T11:59:10Z", "1 minute ago"],
    ["2026-11-21T08:01:00Z", "3 hours ago"],
    ["2026-11-23T12:00:00Z", "in 2 days"],
  ])("from noon, %s reads %s", (value, text) => {
    expect(formatRelative(value, "2026-11-21T12:00:00Z")).toBe(text);
  });
  it("names the offset the zone has on that day, not today's", () => {
    expect(offsetLabel("Europe/Berlin", "2026-07-01T09:00")).toBe("GMT+2");
    expect(offsetLabel("Europe/Berlin", "2026-12-01T09:00")).toBe("GMT+1");
    expect(offsetLabel("Nowhere/Land", "2026-12-01T09:00")).toBe("");
  });
  it("takes initials from the first and the last word", () => {
    expect(initialsOf("Ada King Lovelace")).toBe("AL");
    expect(initialsOf("  ")).toBe("?");
  });
});

describe("rowMoveOf", () => {
  it.each([
    ["j", 0, { kind: "focus", index: 1 }],
    ["j", 2, { kind: "focus", index: 2 }],
    ["k", 0, { kind: "focus", index: 0 }],
    ["End", 0, { kind: "focus", index: 2 }],
    [" ", 1, { kind: "peek", index: 1 }],
    ["Enter", 1, { kind: "open", index: 1 }],
    ["x", 1, { kind: "select", index: 1 }],
    ["a", 1, null],
  ])("key %j on row %d of three", (key, index, move) => {
    expect(rowMoveOf(key, index, 3)).toEqual(move);
  });
  it("does nothing in an empty list", () => {
    expect(rowMoveOf("Enter", 0, 0)).toBeNull();
  });
});

describe("toggleSelection", () => {
  const ids = ["a", "b", "c", "d"];
  it("adds one and takes it away again, leaving rows of other pages chosen", () => {
    const once = toggleSelection(ids, new Set(["z"]), 1, null);
    expect([...once].sort()).toEqual(["b", "z"]);
    expect([...toggleSelection(ids, once, 1, null)]).toEqual(["z"]);
  });
  it("with a held Shift takes every row between, in either direction", () => {
    expect([...toggleSelection(ids, new Set(["a"]), 2, 0)].sort()).toEqual(["a", "b", "c"]);
    expect([...toggleSelection(ids, new Set(["d"]), 1, 3)].sort()).toEqual(["b", "c", "d"]);
  });
});

describe("isConfirmed", () => {
  it.each([
    ["", undefined, true],
    ["", "acme", false],
    ["ACME", "acme", false],
    [" acme ", "acme", true],
  ])("typed %j for %j is %s", (typed, asked, result) => {
    expect(isConfirmed(typed, asked)).toBe(result);
  });
});

describe("cn", () => {
  it("lets the caller's class win over the component's for our own token names too", () => {
    expect(cn("text-sm text-ink h-8", "text-xs text-failed")).toBe("h-8 text-xs text-failed");
    expect(cn("rounded-md bg-surface", "rounded-lg bg-brand-wash")).toBe("rounded-lg bg-brand-wash");
  });
});
