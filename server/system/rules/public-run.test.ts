import { describe, expect, it } from "vitest";
import { publicError, publicEvent } from "./public-run";

describe("an error of a run", () => {
  it.each([
    ["keeps its sentence", { name: "Error", message: "The provider refused." }, "The provider refused."],
    ["is read from plain text too", "lease lost", "lease lost"],
    ["falls back to its name", { name: "WorkerCrashed", message: "" }, "WorkerCrashed"],
    ["is nothing when there is none", null, null],
    [
      "loses the values a driver puts below it",
      { message: "Failed query: select $1\nparams: secret" },
      "Failed query: select $1",
    ],
  ])("%s", (_, error, shown) => {
    expect(publicError(error, true)).toBe(shown);
  });

  it("hides the address of a person from readers who may not see addresses", () => {
    const error = { message: "550 no such mailbox: ada.lovelace@example.com" };
    expect(publicError(error, false)).not.toContain("ada.lovelace");
    expect(publicError(error, true)).toContain("ada.lovelace@example.com");
  });

  it("never grows past 400 characters", () => {
    expect(publicError("x".repeat(5000), true)).toHaveLength(400);
  });
});

describe("an event of a run", () => {
  it("shows who it is and never what it carries", () => {
    const event = { id: "e1", name: "campaign.launched", ts: 1_700_000_000_000, data: { workspaceNo: 7 } };
    expect(publicEvent(event)).toEqual({ id: "e1", name: "campaign.launched", at: "2023-11-14T22:13:20.000Z" });
  });
});
