import { describe, expect, it } from "vitest";
import { asLiquid, fromChips, toChips } from "./merge-tags";

describe("merge tag chips", () => {
  it.each([
    "<p>Hello {{ contact.first_name | default: 'there' }}, you have {{ contact.points }}.</p>",
    '<p>{{ contact.first_name | default: "you & <me>" }}</p>',
    '<p><a href="https://a.example/?e={{ contact.email }}">{{ contact.email }}</a></p>',
    "<p>{% if contact.plan %}{{ contact.plan }}{% endif %} no tags here</p>",
  ])("come back from the editor as they were: %s", (html) => {
    expect(fromChips(toChips(html))).toBe(html);
  });

  it("never touch a link's address", () => {
    expect(toChips('<a href="{{ contact.site }}">x</a>')).toBe('<a href="{{ contact.site }}">x</a>');
  });

  it("give names a default", () => {
    expect(asLiquid("contact.first_name")).toBe("{{ contact.first_name | default: 'there' }}");
    expect(asLiquid("contact.points")).toBe("{{ contact.points }}");
  });
});
