import { type DarkMode, emulateDark } from "./dark-emulation";

const DARK_QUERY = /@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;

/** Whether the message brings its own dark colours. */
export const hasDarkStyles = (html: string): boolean => new RegExp(DARK_QUERY.source, "i").test(html);

export type FrameOptions = {
  dark?: DarkMode;
  /** As in a program that waits before it loads pictures. */
  withoutImages?: boolean;
  /** Shows where Gmail stops, when the message is long enough for that. */
  withClipLine?: boolean;
};

/** Makes the frame show what was asked for instead of what the reader's own screen would; links open nowhere. */
export function framed(
  html: string,
  { dark = "light", withoutImages = false, withClipLine = false }: FrameOptions,
): string {
  const own = html.replace(DARK_QUERY, dark === "own" ? "@media all" : "@media not all");
  const turned = dark === "partly" || dark === "fully" ? emulateDark(own, dark) : own;
  const marked = withClipLine ? clipped(turned, GMAIL_BYTES) : turned;
  const policy = withoutImages ? `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">` : "";
  const head = `${policy}<base target="_blank">`;
  return /<head[^>]*>/i.test(marked) ? marked.replace(/<head[^>]*>/i, (open) => open + head) : head + marked;
}

/** Gmail shows this many bytes of a message and hides the rest. */
export const GMAIL_BYTES = 102_000;
/** Tracked links are longer: from here on it may become too much. */
export const NEARLY_GMAIL_BYTES = 80_000;

const LINE =
  '<div style="border-top:3px dashed #c62828;margin:8px 0;padding:4px 0;color:#c62828;font:600 13px/18px sans-serif">Gmail stops here: “Message clipped”</div>';

/** The HTML with a line before the first paragraph, heading or division that begins behind the limit. */
export function clipped(html: string, limit: number): string {
  const encoder = new TextEncoder();
  if (html.length <= limit / 4 || encoder.encode(html).length <= limit) return html;
  let bytes = 0;
  let at = 0;
  for (const character of html) {
    bytes += encoder.encode(character).length;
    if (bytes > limit) break;
    at += character.length;
  }
  const next = html.slice(at).search(/<(?:p|h[1-6]|div)[\s>]/i);
  return next < 0 ? html : html.slice(0, at + next) + LINE + html.slice(at + next);
}
