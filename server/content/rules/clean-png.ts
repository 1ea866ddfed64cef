const KEPT = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

/**
 * A PNG with the chunks that make the picture and no others: text, profiles and clocks go before anything is unpacked,
 * and so does whatever stands behind the end. In words what is wrong, for one that cannot be read.
 */
export function cleanPng(
  bytes: Buffer,
): { width: number; height: number; isAnimated: false; bytes: Uint8Array } | string {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  let size: { width: number; height: number } | null = null;
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    const next = at + 12 + length;
    if (next > bytes.length) break;
    if (name === "acTL") return "Animated PNG is not shown by most mail programs. Save it as GIF.";
    if (name === "IHDR" && length >= 8)
      size ??= { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (!size) break;
    hasPixels ||= name === "IDAT";
    if (KEPT.has(name)) kept.push(bytes.subarray(at, next));
    if (name === "IEND" && hasPixels) return { ...size, isAnimated: false, bytes: new Uint8Array(Buffer.concat(kept)) };
    at = next;
  }
  return "The PNG file is damaged: it ends before the picture does.";
}
