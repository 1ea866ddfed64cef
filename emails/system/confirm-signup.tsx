import { Body, Container, Head, Html } from "@react-email/components";
import { EmailButton } from "../blocks/email-button";
import { bodyStyle, type EmailBrandStyle, PAPER, paragraphStyle } from "../theme";

export type ConfirmSignupProps = {
  lang: string;
  dir: "ltr" | "rtl";
  brand: EmailBrandStyle;
  address: string | null;
  heading: string;
  text: string;
  /** What will be sent, one line each. */
  wanted: readonly string[];
  button: string;
  url: string;
  ignore: string;
};

/** The one mail a sign-up brings: what was asked, a button, and nothing that could be an advertisement. */
export function ConfirmSignup({
  lang,
  dir,
  brand,
  address,
  heading,
  text,
  wanted,
  button,
  url,
  ignore,
}: ConfirmSignupProps) {
  const soft = {
    margin: "24px 0 0",
    fontSize: "13px",
    lineHeight: "20px",
    color: brand.soft,
    fontFamily: brand.bodyFont,
  };
  return (
    <Html lang={lang} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <style>{brand.darkCss}</style>
      </Head>
      <Body className="paper" style={{ ...bodyStyle(brand), backgroundColor: PAPER }}>
        <Container style={{ maxWidth: "560px", width: "100%", margin: "0 auto", padding: "40px 24px" }}>
          <h1
            className="ink"
            style={{
              margin: "0 0 16px",
              fontSize: "22px",
              lineHeight: "30px",
              fontFamily: brand.headingFont ?? brand.bodyFont,
            }}
          >
            {heading}
          </h1>
          <p className="ink" style={paragraphStyle(brand)}>
            {text}
          </p>
          <ul className="ink" style={{ ...paragraphStyle(brand), paddingInlineStart: "20px" }}>
            {wanted.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <EmailButton label={button} url={url} brand={brand} />
          <p className="soft" style={soft}>
            {ignore}
          </p>
          <p className="soft" dir="auto" style={soft}>
            {brand.name}
            {address ? (
              <>
                <br />
                {address}
              </>
            ) : null}
          </p>
        </Container>
      </Body>
    </Html>
  );
}
