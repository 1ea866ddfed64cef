import { Body, Container, Head, Html } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";
import type { FooterWords } from "../template-props";
import { bodyStyle, type EmailBrandStyle, PAPER } from "../theme";
import { Preheader } from "./preheader";

export type EmailLayoutProps = {
  brand: EmailBrandStyle;
  preheader: string;
  lang: string;
  dir: "ltr" | "rtl";
  words: FooterWords;
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
  words,
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
          <Footer brand={brand} words={words} hasDesk={hasDesk} reason={reason} />
        </Container>
      </Body>
    </Html>
  );
}

type FooterProps = { brand: EmailBrandStyle; words: FooterWords; hasDesk: boolean; reason?: string };

/** Who sends, from where, and the way out. Liquid fills it for each person. */
function Footer({ brand, words, hasDesk, reason }: FooterProps) {
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
      {reason === undefined ? (
        <WaysOut {...{ link, small, words }} />
      ) : (
        <WaysOutWhereAsked {...{ link, small, words }} />
      )}
    </Container>
  );
}

type WaysOutProps = { link: CSSProperties; small: CSSProperties; words: FooterWords };

function WaysOut({ link, small, words }: WaysOutProps) {
  return (
    <p className="soft" style={{ ...small, marginTop: "8px" }}>
      <a className="soft" href="{{ unsubscribe_url }}" style={link}>
        {words.unsubscribe}
      </a>
      {" · "}
      <a className="soft" href="{{ preferences_url }}" style={link}>
        {words.preferences}
      </a>
      {" · "}
      <a className="soft" href="{{ view_url }}" style={link}>
        {words.viewInBrowser}
      </a>
    </p>
  );
}

/** Transactional mail has no way out to offer: its sender gives no unsubscribe link, and none is shown. */
function WaysOutWhereAsked(props: WaysOutProps) {
  return (
    <>
      {"{% if unsubscribe_url != blank %}"}
      <WaysOut {...props} />
      {"{% endif %}"}
    </>
  );
}
