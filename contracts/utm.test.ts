import { describe, expect, it } from "vitest";
import { type FrozenUtm, resolveUtm, tagUrl, USUAL_TAGS, utmPolicySchema } from "./utm";

const facts = { workspace: "Bright Bakery", campaign: "Spring drop, 2nd", campaign_id: "cmp_1", date: "2026-03-01" };
const plain: FrozenUtm = {
  params: [
    ["utm_source", "us"],
    ["utm_content", "link-{{link}}"],
  ],
  domains: [],
};

describe("link tags", () => {
  it("fill their tokens, and a campaign's own word wins over the workspace's", () => {
    const policy = { tags: USUAL_TAGS, domains: ["example.com"] };
    expect(resolveUtm(policy, null, facts)).toEqual({
      params: [
        ["utm_source", "bright-bakery"],
        ["utm_medium", "email"],
        ["utm_campaign", "spring-drop-2nd"],
      ],
      domains: ["example.com"],
    });
    expect(resolveUtm(policy, { kind: "off" }, facts)).toBeNull();
    const tags = { source: "", medium: "", campaign: "{{ date }}-{{campaign_id}}", content: "", term: "" };
    expect(resolveUtm(null, { kind: "own", tags }, facts)?.params).toEqual([["utm_campaign", "2026-03-01-cmp_1"]]);
    expect(resolveUtm(null, null, facts)).toBeNull();
  });

  it.each([
    ["https://a.example", "https://a.example?utm_source=us&utm_content=link-3"],
    ["https://a.example/x?b=%20c&d=1#top", "https://a.example/x?b=%20c&d=1&utm_source=us&utm_content=link-3#top"],
    ["https://a.example/?utm_source=theirs", "https://a.example/?utm_source=theirs&utm_content=link-3"],
    ["https://a.example/?", "https://a.example/?utm_source=us&utm_content=link-3"],
    ["mailto:a@example.com", "mailto:a@example.com"],
    ["ftp://a.example/", "ftp://a.example/"],
    ["https://", "https://"],
  ])("turn %s into %s", (url, expected) => expect(tagUrl(url, plain, 3)).toBe(expected));

  it("stay off other domains, and are never fooled by one that only ends alike", () => {
    const ours = { ...plain, domains: ["shop.example"] };
    for (const url of ["https://shop.example/", "https://www.shop.example/"])
      expect(tagUrl(url, ours, 1)).toContain("utm_source=us");
    for (const url of [
      "https://myshop.example/",
      "https://shop.example.evil.test/",
      "https://other.example/?u=shop.example",
    ])
      expect(tagUrl(url, ours, 1)).toBe(url);
  });

  it("are the same when put on twice", () => {
    for (const url of ["https://a.example/x?y=1#z", "https://a.example"])
      expect(tagUrl(tagUrl(url, plain, 2), plain, 9)).toBe(tagUrl(url, plain, 2));
  });

  it("refuse tokens nobody knows", () => {
    expect(utmPolicySchema.safeParse({ tags: { source: "{{ contact.email }}" }, domains: [] }).success).toBe(false);
    expect(utmPolicySchema.safeParse({ tags: { source: "{{email}}" }, domains: [] }).success).toBe(false);
    expect(utmPolicySchema.safeParse({ tags: {}, domains: ["https://x.example/"] }).success).toBe(false);
  });
});
