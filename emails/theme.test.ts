import { describe, expect, it } from "vitest";
import { brandInputSchema, brandWarnings } from "@/contracts/brand";
import { contrastOf } from "@/contracts/readable-on";
import { createStyle, PAPER } from "./theme";

/** A colour for each number below 2^24; stepping by a prime walks all of the cube. */
const colourNo = (no: number): string => `#${((no * 7_368_787) % 0x1000000).toString(16).padStart(6, "0")}`;

describe("a brand of any colours", () => {
  it("gives an e-mail whose links, buttons and small print can be read", () => {
    for (let no = 0; no < 4000; no += 1) {
      const look = { accent: colourNo(no), textColour: colourNo(no + 1), background: colourNo(no + 2) };
      const style = createStyle("Bakery", look);
      const dark = (rule: string) =>
        new RegExp(`\\${rule} \\{ [a-z-]*color: (#[0-9a-f]{6})`).exec(style.darkCss)?.[1] ?? "";
      const pairs = {
        link: contrastOf(style.link, PAPER),
        button: contrastOf(style.onAccent, style.accent),
        soft: contrastOf(style.soft, PAPER),
        footer: contrastOf(style.deskSoft, style.desk),
        darkLink: contrastOf(dark(".ink .link"), "#191f1d"),
        darkButton: contrastOf(dark(".ink .on-accent"), dark(".accent")),
      };
      for (const [pair, ratio] of Object.entries(pairs))
        expect(ratio, `${pair} of ${JSON.stringify(look)}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("warns about exactly those colours that cannot be used as they are", () => {
    const fieldsOf = (kit: object) => brandWarnings(kit).map((warning) => warning.field);
    expect(fieldsOf({})).toEqual([]);
    expect(fieldsOf({ colour: "#1f4fd8", textColour: "#111111", background: "#ffffff" })).toEqual([]);
    expect(fieldsOf({ colour: "#ffe14d" })).toEqual(["colour"]);
    expect(fieldsOf({ textColour: "#9a9a9a" })).toEqual(["textColour", "background"]);
    expect(fieldsOf({ background: "#20302c" })).toEqual(["background"]);
    // Half a colour is not judged yet.
    expect(fieldsOf({ colour: "#ff" })).toEqual([]);
    expect(brandWarnings({ colour: "#ffe14d" })[0]?.message).toContain("1.3:1");
  });

  it("takes colours, fonts and shapes from its lists and nothing that could leave a style", () => {
    for (const bad of [
      { colour: "red" },
      { background: "#fff;}" },
      { headingFont: "Comic Sans" },
      { buttonShape: "blob" },
      { logoUrl: "http://example.com/logo.png" },
    ])
      expect(brandInputSchema.safeParse(bad).success).toBe(false);
    expect(brandInputSchema.parse({ colour: " ", headingFont: null })).toMatchObject({
      colour: null,
      headingFont: null,
    });
  });
});
