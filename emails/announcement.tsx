import { Column, Img, Row, Section } from "@react-email/components";
import { EmailButton } from "./blocks/email-button";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import { INK, INK_SOFT, RULE, SANS } from "./theme";

/** One thing to say: a field of the sender's colour with the headline in it, then reasons, facts and one button. */
export function Announcement({ brand, preheader, lang, props }: TemplateProps) {
  const facts = [1, 2, 3]
    .map((no) => ({ no, label: props[`fact${no}_label`], value: props[`fact${no}_value`] }))
    .filter((fact) => fact.value);
  return (
    <EmailLayout brand={brand} preheader={preheader} lang={lang} isFlush>
      <Hero brand={brand} eyebrow={props.eyebrow} headline={props.headline ?? ""} />
      {props.image ? (
        <Img
          className="fluid"
          src={props.image}
          alt={props.image_alt ?? ""}
          width={600}
          style={{ display: "block", width: "100%", maxWidth: "600px", height: "auto", border: 0 }}
        />
      ) : null}
      <Section className="sheet ink" style={{ padding: "36px 48px 34px" }}>
        <Paragraphs text={props.body ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
        {props.cta_label && props.cta_url ? (
          <div style={{ margin: "10px 0 30px" }}>
            <EmailButton
              label={props.cta_label}
              url={props.cta_url}
              accent={brand.accent}
              style={{ padding: "16px 30px" }}
            />
          </div>
        ) : null}
        {facts.length > 0 ? <Facts facts={facts} /> : null}
        {props.closing ? <Paragraphs text={props.closing} style={{ fontSize: "15px", lineHeight: "24px" }} /> : null}
      </Section>
    </EmailLayout>
  );
}

function Hero({ brand, eyebrow, headline }: { brand: TemplateProps["brand"]; eyebrow?: string; headline: string }) {
  return (
    <Section className="sheet" style={{ backgroundColor: brand.accent, padding: "38px 48px 44px" }}>
      <p
        style={{
          margin: "0 0 64px",
          fontFamily: SANS,
          fontSize: "15px",
          lineHeight: "20px",
          fontWeight: 700,
          color: "#ffffff",
        }}
      >
        {brand.logoUrl ? (
          <Img src={brand.logoUrl} alt={brand.name} height={26} style={{ height: "26px" }} />
        ) : (
          brand.name
        )}
      </p>
      {eyebrow ? (
        <p style={{ margin: "0 0 10px", fontFamily: SANS, fontSize: "15px", lineHeight: "22px", color: "#ffffff" }}>
          {eyebrow}
        </p>
      ) : null}
      <h1
        className="display"
        style={{
          margin: 0,
          fontFamily: SANS,
          fontWeight: 800,
          fontSize: "46px",
          lineHeight: "48px",
          letterSpacing: "-0.03em",
          color: "#ffffff",
        }}
      >
        {headline}
      </h1>
    </Section>
  );
}

function Facts({ facts }: { facts: { no: number; label?: string; value?: string }[] }) {
  const width = `${Math.floor(100 / facts.length)}%`;
  return (
    <Section
      className="rule"
      style={{ borderTop: `1px solid ${RULE}`, borderBottom: `1px solid ${RULE}`, margin: "0 0 26px" }}
    >
      <Row>
        {facts.map((fact) => (
          <Column
            key={fact.no}
            className="stack"
            width={width}
            style={{ width, padding: "16px 12px 16px 0", verticalAlign: "top" }}
          >
            <span
              className="soft"
              style={{ display: "block", fontFamily: SANS, fontSize: "13px", lineHeight: "18px", color: INK_SOFT }}
            >
              {fact.label}
            </span>
            <span
              className="ink"
              style={{
                display: "block",
                fontFamily: SANS,
                fontSize: "16px",
                lineHeight: "23px",
                fontWeight: 700,
                color: INK,
              }}
            >
              {fact.value}
            </span>
          </Column>
        ))}
      </Row>
    </Section>
  );
}
