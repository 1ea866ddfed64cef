import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { deflateSync } from "node:zlib";

type Rgb = readonly [number, number, number];

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** A PNG of one colour, with chunks of one's own behind its head. `claims` is the size its head tells. */
export function pngOf(
  colour: Rgb,
  {
    width = 4,
    height = 4,
    extra = [],
    claims,
  }: {
    width?: number;
    height?: number;
    extra?: [string, Uint8Array][];
    claims?: [number, number];
  } = {},
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(claims?.[0] ?? width, 0);
  head.writeUInt32BE(claims?.[1] ?? height, 4);
  head.set([8, 2], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3).fill(Buffer.from(colour))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...extra.map(([name, data]) => chunk(name, data)),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A JPEG, `width` by `height`, with an Exif block that says "turn me" and holds `note`. */
export async function jpegOf(width: number, height: number, { orientation = 1, note = "" } = {}): Promise<Buffer> {
  const { default: encode, init } = await import("@jsquash/jpeg/encode.js");
  const wasm = createRequire(import.meta.url).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  await init(await WebAssembly.compile(await readFile(wasm)));
  const data = new Uint8ClampedArray(width * height * 4).map((_, at) => (at % 4 === 3 ? 255 : (at * 7) % 256));
  const plain = Buffer.from(await encode({ data, width, height, colorSpace: "srgb" } as ImageData));
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from(note)]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), segment, exif, plain.subarray(2)]);
}

/** A GIF of `frames` frames of one pixel, with a comment inside and bytes behind its end. */
export function gifOf(frames: number, comment = ""): Buffer {
  const said = Buffer.from(comment);
  const pixel = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 255, 255, 0, 0, 0]),
    Buffer.from([0x21, 0xff, 11]),
    Buffer.from("NETSCAPE2.0", "latin1"),
    Buffer.from([3, 1, 0, 0, 0]),
    ...(said.length > 0 ? [Buffer.from([0x21, 0xfe, said.length]), said, Buffer.of(0)] : []),
    ...Array.from({ length: frames }, () => pixel),
    Buffer.of(0x3b),
    Buffer.from("<script>alert(1)</script>"),
  ]);
}
