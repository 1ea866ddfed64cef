import { describe, expect, it } from "vitest";
import { readableOn } from "@/contracts/readable-on";
import { currentNavId, type NavGroup } from "./nav";
import { allowedBindings, matchShortcut } from "./shortcut-matcher";

const bindings = ["g c", "g s", "c", "?", "mod+k", "["];
const plain = (key: string) => ({ key, mod: false, alt: false });

describe("matchShortcut", () => {
  it("runs a chord only when its second key follows its first", () => {
    const first = matchShortcut(null, plain("g"), bindings);
    expect(first).toEqual({ run: null, pending: "g" });
    expect(matchShortcut(first.pending, plain("c"), bindings)).toEqual({ run: "g c", pending: null });
  });

  it("runs the single key when no chord waits", () => {
    expect(matchShortcut(null, plain("c"), bindings).run).toBe("c");
  });

  it("forgets a chord that went wrong, so a later key means itself", () => {
    const wrong = matchShortcut("g", plain("z"), bindings);
    expect(wrong).toEqual({ run: null, pending: null });
  });

  it("never takes a key pressed with Ctrl or Cmd for the bare key", () => {
    expect(matchShortcut(null, { key: "c", mod: true, alt: false }, bindings).run).toBeNull();
    expect(matchShortcut(null, { key: "K", mod: true, alt: false }, bindings).run).toBe("mod+k");
  });

  it("leaves only shortcuts with a modifier when single keys are off", () => {
    expect(allowedBindings(bindings, false)).toEqual(["mod+k"]);
  });
});

describe("currentNavId", () => {
  const item = (id: string, href: string, exact = false) => ({ id, label: id, href, icon: null, exact });
  const groups: NavGroup[] = [
    { id: "main", items: [item("home", "/w/acme", true), item("contacts", "/w/acme/contacts")] },
    { id: "more", items: [item("imports", "/w/acme/contacts/imports")] },
  ];
  it.each([
    ["/w/acme", "home"],
    ["/w/acme/contacts/con_1", "contacts"],
    ["/w/acme/contacts/imports/7", "imports"],
    ["/w/acme/contactsheet", null],
    ["/elsewhere", null],
  ])("at %s the current item is %s", (pathname, id) => {
    expect(currentNavId(groups, pathname)).toBe(id);
  });
});

describe("readableOn", () => {
  it.each([
    ["#0f6371", "#ffffff"],
    ["#ffe14d", "#132226"],
    ["#777777", "#000000"],
    ["red", null],
  ])("on %s the readable text colour is %s", (ground, text) => {
    expect(readableOn(ground)).toBe(text);
  });
});
