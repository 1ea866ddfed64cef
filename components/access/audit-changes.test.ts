import { describe, expect, it } from "vitest";
import { changesOf, summaryOf } from "./audit-changes";

describe("what an audit entry changed", () => {
  it.each([
    [{ name: "Acme" }, [{ field: "name", before: null, after: "Acme" }], "name: Acme"],
    [
      { role: { from: "Viewer", to: "Analyst" } },
      [{ field: "role", before: "Viewer", after: "Analyst" }],
      "role: Viewer → Analyst",
    ],
    [
      { scopes: ["contact:read", "segment:read"] },
      [{ field: "scopes", before: null, after: "contact:read, segment:read" }],
      "scopes: contact:read, segment:read",
    ],
    [{ note: { from: "old", to: null } }, [{ field: "note", before: "old", after: null }], "note: old → none"],
    [{ on: false }, [{ field: "on", before: null, after: "false" }], "on: false"],
    [null, [], ""],
  ])("%j", (changes, lines, summary) => {
    expect(changesOf({ changes })).toEqual(lines);
    expect(summaryOf({ changes })).toBe(summary);
  });
});
