import { Img } from "@react-email/components";
import type { CSSProperties } from "react";
import type { EmailBrandStyle } from "../theme";

type BrandMarkProps = { brand: EmailBrandStyle; className?: string; style?: CSSProperties; height?: number };

/** The sender's logo, or the name as a line of text where there is none. */
export function BrandMark({ brand, className = "ink", style, height = 28 }: BrandMarkProps) {
  if (brand.logoUrl)
    return (
      <Img
        src={brand.logoUrl}
        alt={brand.name}
        height={height}
        style={{ display: "block", height: `${height}px`, border: 0 }}
      />
    );
  return (
    <span
      className={className}
      dir="auto"
      style={{ fontFamily: brand.bodyFont, fontSize: "16px", lineHeight: "24px", fontWeight: 700, ...style }}
    >
      {brand.name}
    </span>
  );
}
