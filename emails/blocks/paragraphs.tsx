import type { CSSProperties } from "react";
import { type EmailBrandStyle, paragraphStyle } from "../theme";

/** Plain text as paragraphs: an empty line starts a new one, a single line break stays a line break. */
export function Paragraphs({ text, brand, style }: { text: string; brand: EmailBrandStyle; style?: CSSProperties }) {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered.
      <p key={at} style={{ ...paragraphStyle(brand), ...style }}>
        {part
          .trim()
          .split("\n")
          .flatMap((row, no) => (no === 0 ? [row] : [<br key={`br${row}`} />, row]))}
      </p>
    ));
}
