import { Button } from "@react-email/components";
import type { CSSProperties } from "react";
import { SANS } from "../theme";

type EmailButtonProps = { label: string; url: string; accent: string; style?: CSSProperties };

/** A padded link that Outlook also draws as a button (React Email's Button does the VML spacing). */
export function EmailButton({ label, url, accent, style }: EmailButtonProps) {
  return (
    <Button
      href={url}
      style={{
        backgroundColor: accent,
        color: "#ffffff",
        fontFamily: SANS,
        fontSize: "16px",
        fontWeight: 600,
        lineHeight: "20px",
        padding: "14px 24px",
        borderRadius: "4px",
        textDecoration: "none",
        ...style,
      }}
    >
      {label}
    </Button>
  );
}
