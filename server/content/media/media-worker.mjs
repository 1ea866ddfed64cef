// Runs in a worker thread of its own, one job a thread: what hangs or eats memory here is ended from outside
// (run-media.ts). Plain JavaScript, because Node loads it by its path, whoever bundled the caller.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { deflateSync } from "node:zlib";

/** Pixels in, pixels out: nothing of the old file is left but what was to be seen. */
async function remakeImage({ bytes, format, maxWidth, maxHeight, thumbWidth }) {
  const full = await decode(bytes, format);
  const image = shrink(full, Math.min(1, maxWidth / full.width, maxHeight / full.height));
  const thumb = shrink(image, Math.min(1, thumbWidth / image.width));
  const asPng = format === "png" || !isOpaque(image);
  const [main, small] = asPng ? [encodePng(image), encodePng(thumb)] : await encodeJpegs(image, thumb);
  const extension = asPng ? "png" : "jpg";
  return { extension, width: image.width, height: image.height, main, small, transfer: [main.buffer, small.buffer] };
}

const require = createRequire(import.meta.url);
const compiled = async (path) => WebAssembly.compile(await readFile(require.resolve(path)));

async function decode(bytes, format) {
  globalThis.ImageData ??= class {
    constructor(data, width, height) {
      Object.assign(this, { data, width, height });
    }
  };
  if (format === "png") {
    const png = await import("@jsquash/png/decode.js");
    await png.init(await compiled("@jsquash/png/codec/pkg/squoosh_png_bg.wasm"));
    return png.decode(bytes);
  }
  if (format === "webp") {
    const webp = await import("@jsquash/webp/decode.js");
    await webp.init(await compiled("@jsquash/webp/codec/dec/webp_dec.wasm"));
    return webp.default(bytes);
  }
  const jpeg = await import("@jsquash/jpeg/decode.js");
  await jpeg.init(await compiled("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"));
  // A photograph lies on its side without the metadata that we drop.
  return jpeg.default(bytes, { preserveOrientation: true });
}

async function encodeJpegs(...images) {
  const jpeg = await import("@jsquash/jpeg/encode.js");
  await jpeg.init(await compiled("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"));
  const made = [];
  for (const image of images) made.push(new Uint8Array(await jpeg.default(image, { quality: 82 })));
  return made;
}

function isOpaque({ data }) {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** Each new pixel is the mean of those it stands for, weighted by their opacity. */
function shrink(image, scale) {
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * image.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * image.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * image.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * image.width) / width));
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      for (let row = top; row < bottom; row += 1)
        for (let at = (row * image.width + left) * 4; at < (row * image.width + right) * 4; at += 4) {
          const weight = image.data[at + 3];
          red += image.data[at] * weight;
          green += image.data[at + 1] * weight;
          blue += image.data[at + 2] * weight;
          alpha += weight;
        }
      const to = (y * width + x) * 4;
      if (alpha > 0) {
        data[to] = red / alpha;
        data[to + 1] = green / alpha;
        data[to + 2] = blue / alpha;
      }
      data[to + 3] = alpha / ((bottom - top) * (right - left));
    }
  }
  return { data, width, height };
}

/** With a palette where 256 colours are enough (logos, screenshots), else 24 or 32 bits a pixel. */
function encodePng(image) {
  const { width, height } = image;
  const palette = paletteOf(image);
  const opaque = isOpaque(image);
  const channels = palette ? 1 : opaque ? 3 : 4;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, palette ? 3 : opaque ? 2 : 6], 8);
  const colours = palette ? [...palette.keys()] : [];
  const chunks = [chunk("IHDR", header)];
  if (palette) {
    chunks.push(chunk("PLTE", Buffer.from(colours.flatMap((c) => [c >>> 24, (c >>> 16) & 255, (c >>> 8) & 255]))));
    if (!opaque) chunks.push(chunk("tRNS", Buffer.from(colours.map((c) => c & 255))));
  }
  const rows = filteredRows(image, channels, palette);
  chunks.push(chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0)));
  return new Uint8Array(Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]));
}

const colourAt = (data, at) => ((data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3]) >>> 0;

function paletteOf({ data }) {
  const palette = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = colourAt(data, at);
    if (palette.has(colour)) continue;
    if (palette.size === 256) return null;
    palette.set(colour, palette.size);
  }
  return palette;
}

/** Palettes as they are; colours as differences to the left or the row above, whichever is smaller in sum. */
function filteredRows({ data, width, height }, channels, palette) {
  const length = width * channels;
  const out = Buffer.alloc((length + 1) * height);
  let above = new Uint8Array(length);
  for (let y = 0; y < height; y += 1) {
    const row = new Uint8Array(length);
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      if (palette) row[x] = palette.get(colourAt(data, at));
      else for (let c = 0; c < channels; c += 1) row[x * channels + c] = data[at + c];
    }
    const start = y * (length + 1);
    if (palette) out.set(row, start + 1);
    else {
      const left = row.map((value, at) => value - (at < channels ? 0 : row[at - channels]));
      const up = row.map((value, at) => value - above[at]);
      const isLeft = weight(left) <= weight(up);
      out[start] = isLeft ? 1 : 2;
      out.set(isLeft ? left : up, start + 1);
    }
    above = row;
  }
  return out;
}

const weight = (row) => row.reduce((sum, value) => sum + (value < 128 ? value : 256 - value), 0);

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** MJML to HTML. Includes are never followed: they would read this machine's files. */
async function makeHtml({ source }) {
  const { default: mjml } = await import("mjml");
  const { html, errors } = mjml(source, { ignoreIncludes: true, validationLevel: "soft", keepComments: false });
  return { html, problems: errors.map(({ line, message, tagName }) => `Line ${line}, ${tagName}: ${message}`) };
}

const jobs = { image: remakeImage, mjml: makeHtml };

try {
  const result = await jobs[workerData.kind](workerData);
  parentPort.postMessage({ ok: true, result }, result.transfer ?? []);
} catch (error) {
  parentPort.postMessage({ ok: false, message: error instanceof Error ? error.message : String(error) });
}
