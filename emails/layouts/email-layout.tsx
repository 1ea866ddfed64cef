import { Body, Container, Head, Html } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";
import { bodyStyle, type EmailBrandStyle, PAPER } from "../theme";
import { Preheader } from "./preheader";

export type EmailLayoutProps = {
  brand: EmailBrandStyle;
  preheader: string;
  lang: string;
  dir: "ltr" | "rtl";
  children: ReactNode;
  /** The sheet the content lies on; the desk shows around it. */
  sheet?: CSSProperties;
  /** True: content reaches the edges of the sheet, also on phones, and pads itself. */
  isFlush?: boolean;
  /** False: no desk, the page is the sheet, as in a letter. */
  hasDesk?: boolean;
  /** What the footer begins with; for mail nobody subscribed to, why it came. */
  reason?: string;
};

/** 600 px sheet, dark-mode meta, hidden preheader and the footer the law asks for. */
export function EmailLayout({
  brand,
  preheader,
  lang,
  dir,
  children,
  sheet,
  isFlush = false,
  hasDesk = true,
  reason,
}: EmailLayoutProps) {
  const body = bodyStyle(brand);
  return (
    <Html lang={lang} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <style>{brand.darkCss}</style>
      </Head>
      <Body className={hasDesk ? "desk" : "paper"} style={hasDesk ? body : { ...body, backgroundColor: PAPER }}>
        <Preheader text={preheader} />
        <Container style={{ maxWidth: "600px", width: "100%", margin: "0 auto", padding: hasDesk ? "28px 0 0" : 0 }}>
          <Container
            className={isFlush ? "paper ink" : "sheet paper ink"}
            style={{
              maxWidth: "600px",
              width: "100%",
              backgroundColor: PAPER,
              padding: isFlush ? 0 : "40px 48px",
              ...sheet,
            }}
          >
            {children}
          </Container>
          <Footer brand={brand} hasDesk={hasDesk} reason={reason} />
        </Container>
      </Body>
    </Html>
  );
}

/** Who sends, from where, and the way out. Liquid fills it for each person. */
function Footer({ brand, hasDesk, reason }: { brand: EmailBrandStyle; hasDesk: boolean; reason?: string }) {
  const colour = hasDesk ? brand.deskSoft : brand.soft;
  const small: CSSProperties = {
    margin: "0 0 4px",
    fontSize: "12px",
    lineHeight: "19px",
    color: colour,
    fontFamily: brand.bodyFont,
  };
  const link: CSSProperties = { color: colour, textDecoration: "underline" };
  const lines = brand.footer?.split("\n").filter((line) => line.trim() !== "") ?? [];
  return (
    <Container className="sheet" style={{ maxWidth: "600px", width: "100%", padding: "22px 48px 40px" }}>
      {reason ? (
        <p className="soft" dir="auto" style={{ ...small, marginBottom: "10px" }}>
          {reason}
        </p>
      ) : null}
      <p className="soft" dir="auto" style={small}>
        {brand.name}
      </p>
      <p className="soft" dir="auto" style={small}>
        {"{{ workspace.postal_address }}"}
      </p>
      {lines.map((line) => (
        <p key={line} className="soft" dir="auto" style={small}>
          {line}
        </p>
      ))}
      {reason === undefined ? <WaysOut link={link} small={small} /> : <WaysOutWhereAsked link={link} small={small} />}
    </Container>
  );
}

type Styles = { link: CSSProperties; small: CSSProperties };

function WaysOut({ link, small }: Styles) {
  return (
    <p className="soft" style={{ ...small, marginTop: "8px" }}>
      <a className="soft" href="{{ unsubscribe_url }}" style={link}>
        Unsubscribe
      </a>
      {" · "}
      <a className="soft" href="{{ preferences_url }}" style={link}>
        Choose what you get
      </a>
      {" · "}
      <a className="soft" href="{{ view_url }}" style={link}>
        View in browser
      </a>
    </p>
  );
}

/** Transactional mail has no way out to offer: its sender gives no unsubscribe link, and none is shown. */
function WaysOutWhereAsked(styles: Styles) {
  return (
    <>
      {"{% if unsubscribe_url != blank %}"}
      <WaysOut {...styles} />
      {"{% endif %}"}
    </>
  );
}
