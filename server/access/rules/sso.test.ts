import { describe, expect, it } from "vitest";
import { admitNewIdentity, isReservedDomain, isSameIssuer, provesDomain, readClaims } from "./sso";

const CLAIMS = { issuer: "https://a", subject: "s", email: "ada@example.com", isEmailVerified: true, name: null };

describe("somebody an identity provider names for the first time", () => {
  it.each([
    [{}, null],
    [{ email: null }, "sso_email_not_verified"],
    [{ isEmailVerified: false }, "sso_email_not_verified"],
    [{ email: "ada@sub.example.com" }, "sso_domain_not_verified"],
    [{ email: "ada@evil-example.com" }, "sso_domain_not_verified"],
    [{ email: "ada@example.com@evil.com" }, "sso_domain_not_verified"],
    [{ email: "ada@EXAMPLE.com" }, null],
  ])("with %j is refused by %j", (change, refusal) => {
    expect(admitNewIdentity({ ...CLAIMS, ...change }, ["example.com"])).toBe(refusal);
  });
});

describe("claims", () => {
  it.each([
    [{ sub: "s" }, null],
    [{ iss: "i" }, null],
    [{ iss: "i", sub: "" }, null],
    [{ iss: "i", sub: 7 }, null],
    [{ iss: "i", sub: "x".repeat(256) }, null],
  ])("%j name nobody", (raw, read) => {
    expect(readClaims(raw)).toBe(read);
  });

  it.each([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
    [1, false],
    [undefined, false],
  ])("with email_verified %j are verified: %j", (value, verified) => {
    expect(readClaims({ iss: "i", sub: "s", email_verified: value })?.isEmailVerified).toBe(verified);
  });
});

describe("the proof of a domain", () => {
  it("is the whole record, in chunks or not, and nothing around it", () => {
    const value = "carillon-verification=tok";
    expect(provesDomain([["v=spf1"], ["carillon-", "verification=tok"]], "tok")).toBe(true);
    for (const record of [`x${value}`, `${value}x`, "carillon-verification=", "tok"])
      expect(provesDomain([[record]], "tok")).toBe(false);
  });

  it("is not asked of names nobody can own", () => {
    expect(["a.test", "a.example", "a.localhost"].map(isReservedDomain)).toEqual([true, true, true]);
    expect(["example.com", "test.com", "atest", "a.test.com"].map(isReservedDomain)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("takes issuers as equal but for one final slash", () => {
    expect(isSameIssuer("https://a/", "https://a")).toBe(true);
    expect(isSameIssuer("https://a/b", "https://a/B")).toBe(false);
  });
});
