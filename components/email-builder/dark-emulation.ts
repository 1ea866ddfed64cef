/** none: only the message's own dark styles count. partly: light grounds and dark text are turned. fully: every colour is. */
export const DARK_MODES = ["light", "own", "partly", "fully"] as const;
export type DarkMode = (typeof DARK_MODES)[number];

type Lch = { l: number; c: number; h: number };

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const gamma = (value: number): number => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
/** D65 white. */
const WHITE = [0.95047, 1, 1.08883] as const;
const toF = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
const fromF = (f: number): number => (f ** 3 > 216 / 24389 ? f ** 3 : (116 * f - 16) / (24389 / 27));

function toLch([red, green, blue]: readonly [number, number, number]): Lch {
  const [r, g, b] = [linear(red / 255), linear(green / 255), linear(blue / 255)];
  const x = toF((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = toF((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = toF((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  const [a, bb] = [500 * (x - y), 200 * (y - z)];
  return { l: 116 * y - 16, c: Math.hypot(a, bb), h: Math.atan2(bb, a) };
}

function toHex({ l, c, h }: Lch): string {
  const fy = (l + 16) / 116;
  const x = WHITE[0] * fromF(fy + (c * Math.cos(h)) / 500);
  const y = WHITE[1] * fromF(fy);
  const z = WHITE[2] * fromF(fy - (c * Math.sin(h)) / 200);
  const channels = [
    3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
    -0.969266 * x + 1.8760108 * y + 0.041556 * z,
    0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
  ];
  const bytes = channels.map((value) => Math.round(Math.max(0, Math.min(1, gamma(Math.max(0, value)))) * 255));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

const HEX = /#([0-9a-f]{6}|[0-9a-f]{3})\b/gi;

function channelsOf(hex: string): [number, number, number] {
  const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as [number, number, number];
}

/** The published look of mail programs in the dark: lightness turned round at three quarters, colours a little greyer. */
export function darkened(hex: string): string {
  const { l, c, h } = toLch(channelsOf(hex.replace("#", "")));
  return toHex({ l: 100 - l * 0.75, c: c * 0.8, h });
}

const isLight = (hex: string): boolean => toLch(channelsOf(hex.replace("#", ""))).l > 50;

/** Turns a colour unless the program would leave it: partly keeps what suits the dark already. */
function turned(hex: string, property: string, mode: DarkMode): string {
  if (mode === "fully") return darkened(hex);
  const isGround = property.startsWith("background") || property === "bgcolor";
  return isLight(hex) === isGround ? darkened(hex) : hex;
}

/** The message as a program shows it that makes its own dark colours; those of the message are gone, as they are there. */
export function emulateDark(html: string, mode: "partly" | "fully"): string {
  const declared = html
    .replace(
      /(style=")([^"]*)(")/gi,
      (_, open: string, css: string, close: string) => open + turnCss(css, mode) + close,
    )
    .replace(
      /(<style[^>]*>)([\s\S]*?)(<\/style>)/gi,
      (_, open: string, css: string, close: string) => open + turnCss(css, mode) + close,
    )
    .replace(/\sbgcolor="(#[0-9a-f]{3,6})"/gi, (_, hex: string) => ` bgcolor="${turned(hex, "bgcolor", mode)}"`);
  const ground = `<style>html{background:${darkened("#ffffff")};color:${darkened("#000000")}}</style>`;
  return /<head[^>]*>/i.test(declared) ? declared.replace(/<head[^>]*>/i, (head) => head + ground) : ground + declared;
}

const turnCss = (css: string, mode: "partly" | "fully"): string =>
  css.replace(
    /([a-z-]+)(\s*:\s*)([^;{}]+)/gi,
    (_, property: string, colon: string, value: string) =>
      property + colon + value.replace(HEX, (hex) => turned(hex, property.toLowerCase(), mode)),
  );
