import { Column, Img, Row, Section } from "@react-email/components";
import { BrandMark } from "./blocks/brand-mark";
import { EmailButton } from "./blocks/email-button";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import type { EmailBrandStyle } from "./theme";

/** One thing to say: a field of the sender's colour with the headline in it, then reasons, facts and one button. */
export function Announcement({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  const facts = [1, 2, 3]
    .map((no) => ({ no, label: props[`fact${no}_label`], value: props[`fact${no}_value`] }))
    .filter((fact) => fact.value);
  return (
    <EmailLayout {...layout} isFlush>
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
        <Paragraphs brand={brand} text={props.body ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
        {props.cta_label && props.cta_url ? (
          <div style={{ margin: "10px 0 30px" }}>
            <EmailButton label={props.cta_label} url={props.cta_url} brand={brand} style={{ padding: "16px 30px" }} />
          </div>
        ) : null}
        {facts.length > 0 ? <Facts facts={facts} brand={brand} /> : null}
        {props.closing ? (
          <Paragraphs brand={brand} text={props.closing} style={{ fontSize: "15px", lineHeight: "24px" }} />
        ) : null}
      </Section>
    </EmailLayout>
  );
}

function Hero({ brand, eyebrow, headline }: { brand: EmailBrandStyle; eyebrow?: string; headline: string }) {
  return (
    <Section className="sheet accent" style={{ backgroundColor: brand.accent, padding: "38px 48px 44px" }}>
      <div style={{ margin: "0 0 64px" }}>
        <BrandMark brand={brand} className="on-accent" height={26} style={{ color: brand.onAccent }} />
      </div>
      {eyebrow ? (
        <p
          className="on-accent"
          style={{ margin: "0 0 10px", fontSize: "15px", lineHeight: "22px", color: brand.onAccent }}
        >
          {eyebrow}
        </p>
      ) : null}
      <h1
        className="display on-accent"
        style={{
          margin: 0,
          fontFamily: brand.headingFont ?? brand.bodyFont,
          fontWeight: 800,
          fontSize: "46px",
          lineHeight: "48px",
          letterSpacing: "-0.03em",
          color: brand.onAccent,
        }}
      >
        {headline}
      </h1>
    </Section>
  );
}

function Facts({ facts, brand }: { brand: EmailBrandStyle; facts: { no: number; label?: string; value?: string }[] }) {
  const width = `${Math.floor(100 / facts.length)}%`;
  return (
    <Section
      className="rule"
      style={{ borderTop: `1px solid ${brand.rule}`, borderBottom: `1px solid ${brand.rule}`, margin: "0 0 26px" }}
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
              style={{
                display: "block",
                fontFamily: brand.bodyFont,
                fontSize: "13px",
                lineHeight: "18px",
                color: brand.soft,
              }}
            >
              {fact.label}
            </span>
            <span
              className="ink"
              style={{
                display: "block",
                fontFamily: brand.bodyFont,
                fontSize: "16px",
                lineHeight: "23px",
                fontWeight: 700,
                color: brand.ink,
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
