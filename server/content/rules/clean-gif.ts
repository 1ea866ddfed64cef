const MAX_FRAMES = 500;
const MAX_FRAME_PIXELS = 100_000_000;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;

/**
 * A GIF frame by frame as it was, animation included, without comments, foreign extensions and whatever stands behind
 * its end. In words what is wrong, for one that cannot be read or would keep a mail program busy.
 */
export function cleanGif(
  bytes: Buffer,
): { width: number; height: number; isAnimated: boolean; bytes: Uint8Array } | string {
  const damaged = "The GIF file is damaged: it ends before the picture does.";
  if (bytes.length < 13) return damaged;
  const width = bytes.readUInt16LE(6);
  const height = bytes.readUInt16LE(8);
  const start = 13 + tableSize(bytes[10] ?? 0);
  const kept: Buffer[] = [bytes.subarray(0, start)];
  let frames = 0;
  let pixels = 0;
  let at = start;
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b && frames > 0)
      return {
        width,
        height,
        isAnimated: frames > 1,
        bytes: new Uint8Array(Buffer.concat([...kept, Buffer.of(0x3b)])),
      };
    if (kind === 0x21) {
      const end = endOfBlocks(bytes, at + 2);
      if (end === null) return damaged;
      if (isKept(bytes, at)) kept.push(bytes.subarray(at, end));
      at = end;
    } else if (kind === 0x2c) {
      if (at + 10 > bytes.length) return damaged;
      const end = endOfBlocks(bytes, at + 10 + tableSize(bytes[at + 9] ?? 0) + 1);
      if (end === null) return damaged;
      frames += 1;
      pixels += bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7);
      if (frames > MAX_FRAMES || pixels > MAX_FRAME_PIXELS)
        return "The animation is too long: 500 frames and 100 million pixels in all at most.";
      kept.push(bytes.subarray(at, end));
      at = end;
    } else return damaged;
  }
  return damaged;
}

/** The bytes of a colour table, by the flags of the block before it. */
const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

/** Behind a row of sub-blocks; null when the file ends in it. */
function endOfBlocks(bytes: Buffer, from: number): number | null {
  for (let at = from; at < bytes.length; ) {
    const length = bytes[at] ?? 0;
    if (length === 0) return at + 1;
    at += length + 1;
  }
  return null;
}

/** Times and transparency of frames, and how often the animation runs. */
const isKept = (bytes: Buffer, at: number): boolean =>
  bytes[at + 1] === GRAPHIC_CONTROL ||
  (bytes[at + 1] === APPLICATION && bytes.toString("latin1", at + 3, at + 14) === "NETSCAPE2.0");
