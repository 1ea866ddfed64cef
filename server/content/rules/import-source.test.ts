import { describe, expect, it } from "vitest";
import { countImages, dropIncludes, envelopeOf, isMjml, wordsForRemoved } from "./import-source";

describe("a text that is brought in", () => {
  it.each<[string, boolean]>([
    ["<mjml><mj-body/></mjml>", true],
    ['<?xml version="1.0"?>\n<!-- ours -->\n<MJML owa="desktop">', true],
    ["<html><body>about <mjml></body></html>", false],
    ["<p>mjml</p>", false],
    ["", false],
  ])("is MJML by its root: %s", (source, expected) => {
    expect(isMjml(source)).toBe(expected);
  });

  it("is read once, however it is built: no text holds up the process", () => {
    // By backtracking the first would take longer than the universe is old.
    expect(isMjml(`${"<!---->".repeat(50_000)}x`)).toBe(false);
    expect(isMjml(`${"<!---->\n".repeat(50_000)}<mjml>`)).toBe(true);
    expect(isMjml(`<!--${"-".repeat(200_000)}`)).toBe(false);
    expect(dropIncludes("<mj-include ".repeat(40_000)).dropped).toBe(0);
    expect(envelopeOf("<title ".repeat(60_000)).title).toBe("");
  });

  it("loses every include, in every spelling", () => {
    const { source, dropped } = dropIncludes(
      `a<mj-include path="/etc/passwd" />b<MJ-INCLUDE path='x'></MJ-INCLUDE>c<mj-include\npath="y" type="css">d`,
    );
    expect([source, dropped]).toEqual(["abcd", 3]);
  });

  it("says its subject and preheader, as words", () => {
    expect(envelopeOf("<title>\n Bread &amp;  butter <b>now</b></title>")).toEqual({
      title: "Bread & butter now",
      preheader: "",
    });
    expect(envelopeOf("<mjml><mj-title>T</mj-title><mj-preview>P</mj-preview></mjml>")).toEqual({
      title: "T",
      preheader: "P",
    });
    expect(envelopeOf("<title>")).toEqual({ title: "", preheader: "" });
  });

  it("tells what was taken out once, in words", () => {
    expect(wordsForRemoved(["script", "onclick", "onload", "form", "input", "marquee"])).toEqual([
      "scripts",
      "event handlers",
      "forms and their fields",
      "“marquee”",
    ]);
  });

  it("counts pictures that stay elsewhere", () => {
    expect(countImages('<img src="https://a.example/x.png"><img alt="" src="http://b/x"><img src="cid:1">')).toBe(2);
  });
});
