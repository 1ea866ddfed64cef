import { describe, expect, it } from "vitest";
import { gifOf, jpegOf, pngOf } from "../../../tests/support/pictures";
import { sniffImage } from "./sniff-image";

const text = (words: string) => Buffer.from(words);
const webp = (kind: string, rest: number[]) =>
  Buffer.concat([text("RIFF\0\0\0\0WEBP"), text(kind), Buffer.from([10, 0, 0, 0, ...rest]), Buffer.alloc(20)]);

describe("what an upload is", () => {
  it("is told by its content", async () => {
    expect(sniffImage(pngOf([1, 2, 3], { width: 7, height: 5 }))).toMatchObject({ format: "png", width: 7, height: 5 });
    expect(sniffImage(await jpegOf(9, 6))).toMatchObject({ format: "jpeg", width: 9, height: 6 });
    expect(sniffImage(gifOf(1))).toMatchObject({ format: "gif", isAnimated: false });
    expect(sniffImage(gifOf(3))).toMatchObject({ format: "gif", isAnimated: true });
    expect(sniffImage(webp("VP8X", [0, 0, 0, 0, 9, 0, 0, 4, 0, 0]))).toMatchObject({ width: 10, height: 5 });
  });

  it.each<[string, Buffer, string]>([
    ["an SVG", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), "SVG"],
    ["an SVG behind a comment", text("<!-- x --><svg><script>1</script></svg>"), "SVG"],
    ["a page", text("<!doctype html><script>alert(1)</script>"), "not a PNG"],
    ["nothing", Buffer.alloc(0), "not a PNG"],
    ["a head without a picture", pngOf([1, 2, 3]).subarray(0, 30), "damaged"],
    ["a picture that claims to be huge", pngOf([1, 2, 3], { claims: [100_000, 100_000] }), "Make it smaller"],
    ["a picture of too many pixels", pngOf([1, 2, 3], { claims: [8000, 8000] }), "Make it smaller"],
    ["a strip that is too long", pngOf([1, 2, 3], { claims: [12_001, 1] }), "Make it smaller"],
    ["a picture of no size", pngOf([1, 2, 3], { claims: [0, 4] }), "no size"],
    ["an animated PNG", pngOf([1, 2, 3], { extra: [["acTL", Buffer.alloc(8)]] }), "Save it as GIF"],
    ["an animated WebP", webp("VP8X", [2, 0, 0, 0, 9, 0, 0, 4, 0, 0]), "Save it as GIF"],
    ["a GIF that is cut off", gifOf(2).subarray(0, 40), "damaged"],
    ["a GIF of a thousand frames", gifOf(1000), "too long"],
    ["a JPEG of nothing", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]), "damaged"],
  ])("is refused in words: %s", (_what, bytes, said) => {
    const found = sniffImage(bytes);
    expect(found.ok ? found : found.message).toContain(said);
  });

  it("gives a decoder nothing but the picture: no text, no profile, nothing behind the end", () => {
    const png = sniffImage(
      Buffer.concat([
        pngOf([1, 2, 3], {
          extra: [
            ["tEXt", text("Comment\0secret-place")],
            ["iCCP", text("bomb")],
          ],
        }),
        text("<script>secret-tail</script>"),
      ]),
    );
    const gif = sniffImage(gifOf(2, "secret-place"));
    for (const found of [png, gif]) {
      expect(found.ok).toBe(true);
      if (found.ok) expect(Buffer.from(found.bytes).toString("latin1")).not.toMatch(/secret|bomb|script/);
    }
    if (gif.ok) expect(Buffer.from(gif.bytes).toString("latin1")).toContain("NETSCAPE2.0");
  });

  it("refuses a JPEG whose markers a decoder would read in another way", async () => {
    const picture = await jpegOf(9, 6);
    for (const lone of [0x00, 0x01, 0xd0, 0xd7, 0xd8, 0xd9]) {
      const hidden = Buffer.concat([picture.subarray(0, 2), Buffer.from([0xff, lone]), picture.subarray(2)]);
      expect(sniffImage(hidden)).toEqual({ ok: false, message: expect.stringContaining("damaged") });
    }
  });

  it("never throws, whatever the bytes", async () => {
    const seeds = [pngOf([1, 2, 3]), gifOf(2, "note"), await jpegOf(8, 8), webp("VP8L", [1, 2, 3])];
    let state = 7;
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state % below;
    };
    for (const seed of seeds)
      for (let round = 0; round < 400; round += 1) {
        const broken = Buffer.from(seed.subarray(0, 4 + next(seed.length)));
        for (let change = 0; change < 3; change += 1) broken[next(broken.length)] = next(256);
        expect(typeof sniffImage(broken).ok).toBe("boolean");
      }
  });
});
