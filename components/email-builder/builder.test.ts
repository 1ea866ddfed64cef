import { describe, expect, it } from "vitest";
import { blockSchema } from "@/contracts/documents/email";
import { createBlock, duplicateBlock, freshId, insertBlock, moveBlock } from "./block-actions";
import { BLOCK_REGISTRY } from "./block-registry";
import { jump, record, redo, startHistory, undo } from "./history";

const list = ["a", "b", "c"].map((id) => createBlock("divider", id));
const ids = (blocks: readonly { id: string }[]) => blocks.map(({ id }) => id).join("");

describe("blocks", () => {
  it("every kind can be added, is valid as it is and has an editor entry", () => {
    for (const { kind } of BLOCK_REGISTRY) expect(blockSchema.safeParse(createBlock(kind, "b1")).success).toBe(true);
    expect(BLOCK_REGISTRY.map(({ kind }) => kind).sort()).toEqual(
      blockSchema.options.map((option) => option.shape.kind.value).sort(),
    );
  });

  it.each([
    ["b", 0, "bac"],
    ["a", 1, "bac"],
    ["a", 99, "bca"],
    ["c", -3, "cab"],
    ["x", 0, "abc"],
  ])("moving %s to %i gives %s", (id, to, expected) => {
    expect(ids(moveBlock(list, id, to))).toBe(expected);
  });

  it("adds behind a block or at the end, with an id nobody has", () => {
    expect(freshId([createBlock("divider", "b2"), createBlock("divider", "b1")])).toBe("b3");
    expect(ids(insertBlock(list, createBlock("divider", "x"), "a"))).toBe("axbc");
    expect(ids(insertBlock(list, createBlock("divider", "x"), null))).toBe("abcx");
    expect(new Set(duplicateBlock(list, "b").map(({ id }) => id)).size).toBe(4);
  });
});

describe("history", () => {
  it("takes back whole steps and brings them again", () => {
    let h = startHistory("a");
    h = record(h, "ab", 1000);
    h = record(h, "abc", 1200);
    h = record(h, "abcd", 5000);
    expect(undo(h).present).toBe("abc");
    expect(undo(undo(h)).present).toBe("a");
    expect(undo(undo(undo(h))).present).toBe("a");
    expect(redo(redo(undo(undo(h)))).present).toBe("abcd");
  });

  it("takes back a version loaded from elsewhere in one step", () => {
    const h = record(jump(record(startHistory("a"), "b", 1000), "loaded"), "loaded!", 1100);
    expect(undo(h).present).toBe("loaded");
    expect(undo(undo(h)).present).toBe("b");
  });

  it("forgets what was undone once something new is written", () => {
    const h = record(undo(record(startHistory("a"), "b", 1000)), "c", 9000);
    expect(redo(h).present).toBe("c");
    expect(undo(h).present).toBe("a");
  });
});
