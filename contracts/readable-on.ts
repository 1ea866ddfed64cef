const DARK = "#132226";
const LIGHT = "#ffffff";

/** Of our ink and white, the one with more contrast on a six-digit hex colour; null when it is not one. */
export function readableOn(hex: string): string | null {
  const ground = luminanceOf(hex);
  if (ground === null) return null;
  return contrast(ground, luminanceOf(LIGHT) ?? 1) >= contrast(ground, luminanceOf(DARK) ?? 0) ? LIGHT : DARK;
}

/** WCAG 2.2 relative luminance. */
function luminanceOf(hex: string): number | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) return null;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((pair) => {
    const channel = Number.parseInt(pair, 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
