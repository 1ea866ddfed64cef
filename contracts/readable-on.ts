const DARK = "#132226";
const LIGHT = "#ffffff";

/** Of our ink and white, the one with more contrast on a six-digit hex colour, black where both have too little; null when it is not one. */
export function readableOn(hex: string): string | null {
  const ground = luminanceOf(hex);
  if (ground === null) return null;
  const best = contrast(ground, luminanceOf(LIGHT) ?? 1) >= contrast(ground, luminanceOf(DARK) ?? 0) ? LIGHT : DARK;
  return contrastOf(hex, best) >= 4.5 ? best : contrast(ground, 0) >= contrast(ground, 1) ? "#000000" : LIGHT;
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

/** WCAG contrast of two six-digit hex colours, 1 to 21; 1 when one of them is none. */
export const contrastOf = (one: string, other: string): number =>
  contrast(luminanceOf(one) ?? 0, luminanceOf(other) ?? 0);

/** `share` (0 to 1) of `into` in `hex`, channel by channel. */
export function mix(hex: string, into: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(hex, at) * (1 - share) + channel(into, at) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour itself, or as little darker (on light ground) or lighter (on dark) as it takes to be read there. */
export function readableShade(hex: string, ground: string, wanted = 4.5): string {
  const towards = (luminanceOf(ground) ?? 1) > 0.18 ? "#000000" : "#ffffff";
  for (let step = 0; step < 20; step += 1) {
    const shade = mix(hex, towards, step / 20);
    if (contrastOf(shade, ground) >= wanted) return shade;
  }
  return towards;
}
