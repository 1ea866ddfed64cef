import { Button } from "@react-email/components";
import type { CSSProperties } from "react";
import type { EmailBrandStyle } from "../theme";

type EmailButtonProps = {
  label: string;
  url: string;
  brand: EmailBrandStyle;
  style?: CSSProperties;
  /** On a field of the accent colour: the two colours change places, in the dark too. */
  isOnAccent?: boolean;
};

/** A padded link that Outlook also draws as a button (React Email's Button does the VML spacing). */
export function EmailButton({ label, url, brand, style, isOnAccent = false }: EmailButtonProps) {
  return (
    <Button
      href={url}
      className={isOnAccent ? undefined : "accent on-accent"}
      style={{
        backgroundColor: isOnAccent ? brand.onAccent : brand.accent,
        color: isOnAccent ? brand.accent : brand.onAccent,
        fontFamily: brand.bodyFont,
        fontSize: "16px",
        fontWeight: 600,
        lineHeight: "20px",
        padding: "14px 26px",
        borderRadius: brand.buttonRadius,
        textDecoration: "none",
        ...style,
      }}
    >
      {label}
    </Button>
  );
}
