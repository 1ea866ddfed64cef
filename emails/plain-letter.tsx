import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import { paragraphStyle } from "./theme";

/** A letter from one person to another: no sheet, no banner, a short accent rule and a signature. */
export function PlainLetter({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  const paragraph = paragraphStyle(brand);
  const { greeting, body, link_label, link_url, signature, role, postscript } = props;
  return (
    <EmailLayout {...layout} hasDesk={false} sheet={{ padding: "44px 48px 8px" }}>
      <div style={{ width: "36px", borderTop: `3px solid ${brand.accent}`, marginBottom: "30px" }} />
      {greeting ? <p style={{ ...paragraph, fontSize: "17px" }}>{greeting}</p> : null}
      <Paragraphs brand={brand} text={body ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
      {link_label && link_url ? (
        <p style={{ ...paragraph, fontSize: "17px" }}>
          <a
            className="link"
            href={link_url}
            style={{ color: brand.link, fontWeight: 600, textDecoration: "underline" }}
          >
            {link_label}
          </a>
        </p>
      ) : null}
      <p style={{ ...paragraph, margin: "30px 0 0", fontSize: "17px", fontWeight: 600 }}>{signature}</p>
      {role ? (
        <p
          className="soft"
          style={{
            margin: "2px 0 0",
            fontSize: "14px",
            lineHeight: "20px",
            color: brand.soft,
            fontFamily: brand.bodyFont,
          }}
        >
          {role}
        </p>
      ) : null}
      {postscript ? (
        <div style={{ marginTop: "30px" }}>
          <Paragraphs brand={brand} text={`P.S. ${postscript}`} style={{ fontSize: "15px", lineHeight: "24px" }} />
        </div>
      ) : null}
    </EmailLayout>
  );
}
