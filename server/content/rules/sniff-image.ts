import { cleanGif } from "./clean-gif";
import { cleanPng } from "./clean-png";

export const MAX_PIXELS = 24_000_000;
const MAX_SIDE = 12_000;

export type ImageFormat = "png" | "jpeg" | "gif" | "webp";
export type SniffedImage =
  | { ok: true; format: ImageFormat; width: number; height: number; isAnimated: boolean; bytes: Uint8Array }
  | { ok: false; message: string };

const refuse = (message: string): SniffedImage => ({ ok: false, message });

/**
 * What an upload is by its content, whatever its name says; read from its head only, so nothing is unpacked before its
 * size is known. `bytes` are those a decoder may see: PNG and GIF lose everything that is not the picture.
 */
export function sniffImage(bytes: Uint8Array): SniffedImage {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.toString("latin1", 0, 16);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return checked("png", cleanPng(view));
  if (/^GIF8[79]a/.test(head)) return checked("gif", cleanGif(view));
  if (head.startsWith("\xff\xd8\xff")) return checked("jpeg", readJpeg(view));
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return checked("webp", readWebp(view));
  const text = view
    .toString("utf8", 0, 1024)
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (/^(?:<\?xml|<!--|<!doctype svg|<svg)/i.test(text) && /<svg[\s>]/i.test(view.toString("utf8", 0, 65_536)))
    return refuse("SVG is not shown by most mail programs and can hold scripts. Export it as PNG.");
  return refuse("This is not a PNG, JPEG, GIF or WebP picture, whatever its name says.");
}

type Read = { width: number; height: number; isAnimated: boolean; bytes: Uint8Array } | string;

function checked(format: ImageFormat, read: Read): SniffedImage {
  if (typeof read === "string") return refuse(read);
  const { width, height } = read;
  if (width < 1 || height < 1) return refuse("The picture has no size: the file is damaged.");
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
    return refuse(`The picture is ${width} × ${height} pixels. Make it smaller: 24 million pixels at most.`);
  return { ok: true, format, ...read };
}

/** Frame headers of JPEG (SOF) hold the size; DHT, JPG and DAC share their range of numbers. */
function readJpeg(bytes: Buffer): Read {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    // These stand alone, without a length: a decoder goes on right behind them and would find another size than we.
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9)) break;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), isAnimated: false, bytes };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return "The JPEG file is damaged: it does not say how large the picture is.";
}

function readWebp(bytes: Buffer): Read {
  const kind = bytes.toString("latin1", 12, 16);
  if (bytes.length < 30) return "The WebP file is damaged.";
  if (kind === "VP8 ")
    return {
      width: bytes.readUInt16LE(26) & 0x3fff,
      height: bytes.readUInt16LE(28) & 0x3fff,
      isAnimated: false,
      bytes,
    };
  if (kind === "VP8L") {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isAnimated: false, bytes };
  }
  if (kind !== "VP8X") return "The WebP file is damaged.";
  if (((bytes[20] ?? 0) & 0x02) !== 0) return "Animated WebP is not shown by most mail programs. Save it as GIF.";
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1, isAnimated: false, bytes };
}
