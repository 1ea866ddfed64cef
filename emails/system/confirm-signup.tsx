import { Body, Container, Head, Html } from "@react-email/components";
import { EmailButton } from "../blocks/email-button";
import { body, DARK_CSS, INK_SOFT, PAPER, paragraph, SANS } from "../theme";

export type ConfirmSignupProps = {
  lang: string;
  dir: "ltr" | "rtl";
  brand: { name: string; colour: string; onColour: string; address: string | null };
  heading: string;
  text: string;
  /** What will be sent, one line each. */
  wanted: readonly string[];
  button: string;
  url: string;
  ignore: string;
};

/** The one mail a sign-up brings: what was asked, a button, and nothing that could be an advertisement. */
export function ConfirmSignup({ lang, dir, brand, heading, text, wanted, button, url, ignore }: ConfirmSignupProps) {
  const soft = { margin: "24px 0 0", fontSize: "13px", lineHeight: "20px", color: INK_SOFT, fontFamily: SANS };
  return (
    <Html lang={lang} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <style>{DARK_CSS}</style>
      </Head>
      <Body className="paper" style={{ ...body, backgroundColor: PAPER }}>
        <Container style={{ maxWidth: "560px", width: "100%", margin: "0 auto", padding: "40px 24px" }}>
          <h1 className="ink" style={{ margin: "0 0 16px", fontSize: "22px", lineHeight: "30px", fontFamily: SANS }}>
            {heading}
          </h1>
          <p style={paragraph}>{text}</p>
          <ul style={{ ...paragraph, paddingInlineStart: "20px" }}>
            {wanted.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <EmailButton label={button} url={url} accent={brand.colour} style={{ color: brand.onColour }} />
          <p className="soft" style={soft}>
            {ignore}
          </p>
          <p className="soft" style={soft}>
            {brand.name}
            {brand.address ? (
              <>
                <br />
                {brand.address}
              </>
            ) : null}
          </p>
        </Container>
      </Body>
    </Html>
  );
}
