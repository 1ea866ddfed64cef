import { describe, expect, it } from "vitest";
import { contrastOf } from "@/contracts/readable-on";
import { darkened, emulateDark } from "./dark-emulation";
import { clipped, framed, GMAIL_BYTES } from "./preview-html";

describe("a mail program that makes its own dark colours", () => {
  it("turns white into a dark grey, black into white, and keeps what could be read readable", () => {
    expect(darkened("#ffffff")).toBe("#3b3b3b");
    expect(darkened("#000000")).toBe("#ffffff");
    expect(darkened("#000")).toBe("#ffffff");
    for (const [text, ground] of [
      ["#1c2422", "#ffffff"],
      ["#0f5f6b", "#ffffff"],
      ["#ffffff", "#0f5f6b"],
    ] as const)
      expect(contrastOf(darkened(text), darkened(ground))).toBeGreaterThan(2);
  });

  const html = `<html><head><style>.a{color:#111111;background-color:#fefefe}</style></head><body bgcolor="#ffffff"><p style="color:#222222;background:#f0f0f0;border:1px solid #333333">#222222 in words</p><p style="color:#eeeeee;background:#101010">x</p><a href="https://a.example/#222222">l</a></body></html>`;

  it("fully: turns every colour of styles, sheets and old attributes, and no words or links", () => {
    const dark = emulateDark(html, "fully");
    for (const gone of [
      "color:#222222",
      "background:#f0f0f0",
      "color:#111111",
      'bgcolor="#ffffff"',
      "background:#101010",
    ])
      expect(dark).not.toContain(gone);
    expect(dark).toContain("#222222 in words");
    expect(dark).toContain('href="https://a.example/#222222"');
  });

  it("partly: leaves grounds that are dark and text that is light already", () => {
    const dark = emulateDark(html, "partly");
    expect(dark).toContain("color:#eeeeee;background:#101010");
    expect(dark).not.toContain("background:#f0f0f0");
    expect(dark).not.toContain("color:#222222");
  });
});

describe("the frame of a preview", () => {
  const own = "<head><style>@media (prefers-color-scheme: dark) {.a{color:#ffffff}}</style></head><body>x</body>";

  it("shows the message's own dark colours in that mode only", () => {
    expect(framed(own, { dark: "own" })).toContain("@media all");
    for (const dark of ["light", "partly", "fully"] as const) expect(framed(own, { dark })).toContain("@media not all");
  });

  it("loads no picture when they are blocked", () => {
    expect(framed(own, { withoutImages: true })).toContain("img-src 'none'");
    expect(framed(own, {})).not.toContain("img-src");
  });

  it("draws the line of Gmail where its last byte ends, and none in a shorter message", () => {
    const line = "Gmail stops here";
    const paragraph = `<p>${"ü".repeat(500)}</p>`;
    const long = `<body>${paragraph.repeat(150)}</body>`;
    const marked = clipped(long, GMAIL_BYTES);
    const before = new TextEncoder().encode(marked.slice(0, marked.indexOf("<div"))).length;
    expect(marked).toContain(line);
    expect(before).toBeGreaterThanOrEqual(GMAIL_BYTES - 8);
    expect(before).toBeLessThan(GMAIL_BYTES + 1100);
    expect(clipped(`<body>${paragraph.repeat(90)}</body>`, GMAIL_BYTES)).not.toContain(line);
  });
});
