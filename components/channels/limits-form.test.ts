import { describe, expect, it } from "vitest";
import { providerLimitsSchema } from "@/contracts/throttles";
import { curveOf, domainsFaultOf, limitsOf, limitValuesOf } from "./limits-form";

const values = limitValuesOf({}, "2026-01-05");

describe("the limits as they are typed", () => {
  it("takes blanks and commas for thousands, in a domain's line too", () => {
    expect(limitsOf({ ...values, perMinute: "1 000", domains: "gmail.com 1 000\n\nweb.de: 2,000\nx.org=30" })).toEqual({
      perMinute: 1000,
      domains: [
        { domain: "gmail.com", perMinute: 1000 },
        { domain: "web.de", perMinute: 2000 },
        { domain: "x.org", perMinute: 30 },
      ],
      warmUp: null,
    });
  });

  it("makes no number of a point or an apostrophe, and the server says so", () => {
    const typed = limitsOf({
      ...values,
      perMinute: "1.000",
      domains: "a.org 5\nb.org 1'000",
      isWarming: true,
      target: "50.000",
    });
    expect(
      providerLimitsSchema.safeParse(typed).error?.issues.map(({ path, message }) => [path.join("."), message]),
    ).toEqual([
      ["perMinute", "Give a whole number of messages a minute, without points."],
      ["domains.1.perMinute", "Give a whole number of messages a minute, without points."],
      ["warmUp.target", "Give a whole number of messages, without points."],
    ]);
    expect(domainsFaultOf({ "limits.domains.1.perMinute": "No." }, typed.domains)).toBe("b.org: No.");
  });

  it("keeps a growth with a point", () => {
    expect(limitsOf({ ...values, isWarming: true }).warmUp?.growth).toBe(1.5);
    expect(curveOf(values)).toMatch(/^50, 75, 112, /);
  });
});
