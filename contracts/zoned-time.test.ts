import { describe, expect, it } from "vitest";
import { localToInstant, toLocal } from "./zoned-time";

describe("wall-clock times in a zone", () => {
  it.each([
    ["2026-01-15T09:00", "Europe/Berlin", "2026-01-15T08:00:00.000Z"],
    ["2026-07-15T09:00", "Europe/Berlin", "2026-07-15T07:00:00.000Z"],
    ["2026-07-15T09:00", "America/St_Johns", "2026-07-15T11:30:00.000Z"],
    ["2026-07-15T09:00", "Pacific/Kiritimati", "2026-07-14T19:00:00.000Z"],
    ["2026-07-15T09:00", "UTC", "2026-07-15T09:00:00.000Z"],
  ])("reads %s in %s as %s and back", (local, zone, instant) => {
    expect(localToInstant(local, zone)).toBe(instant);
    expect(toLocal(instant, zone)).toBe(local);
  });

  it("moves a time the clock change skips to the next minute there is", () => {
    expect(localToInstant("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  });

  it("takes the first of a time that happens twice", () => {
    expect(localToInstant("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  });

  it("refuses text that is no date", () => {
    expect(localToInstant("soon", "UTC")).toBeNull();
  });
});
