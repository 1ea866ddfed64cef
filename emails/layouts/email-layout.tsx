import { Body, Container, Head, Html } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";
import { body, DARK_CSS, type EmailBrandStyle, INK_SOFT, PAPER, SANS } from "../theme";
import { Preheader } from "./preheader";

export type EmailLayoutProps = {
  brand: EmailBrandStyle;
  preheader: string;
  lang: string;
  children: ReactNode;
  /** The sheet the content lies on; the desk shows around it. */
  sheet?: CSSProperties;
  /** True: content reaches the edges of the sheet, also on phones, and pads itself. */
  isFlush?: boolean;
  /** False: no desk, the page is the sheet, as in a letter. */
  hasDesk?: boolean;
};

/** 600 px sheet, dark-mode meta, hidden preheader and the footer the law asks for. */
export function EmailLayout({
  brand,
  preheader,
  lang,
  children,
  sheet,
  isFlush = false,
  hasDesk = true,
}: EmailLayoutProps) {
  return (
    <Html lang={lang}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <style>{DARK_CSS}</style>
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
          <Footer brand={brand} />
        </Container>
      </Body>
    </Html>
  );
}

const small: CSSProperties = {
  margin: "0 0 4px",
  fontSize: "12px",
  lineHeight: "19px",
  color: INK_SOFT,
  fontFamily: SANS,
};

/** Who sends, from where, and the way out. Liquid fills it for each person. */
function Footer({ brand }: { brand: EmailBrandStyle }) {
  const link: CSSProperties = { color: INK_SOFT, textDecoration: "underline" };
  return (
    <Container className="sheet" style={{ maxWidth: "600px", width: "100%", padding: "22px 48px 40px" }}>
      <p className="soft" style={small}>
        {brand.name}
      </p>
      <p className="soft" style={small}>
        {"{{ workspace.postal_address }}"}
      </p>
      <p className="soft" style={small}>
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
    </Container>
  );
}
