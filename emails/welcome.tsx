import { Column, Img, Row, Section } from "@react-email/components";
import { BrandMark } from "./blocks/brand-mark";
import { EmailButton } from "./blocks/email-button";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import { type EmailBrandStyle, SERIF } from "./theme";

type Step = { no: number; title?: string; text?: string };

/** The first mail: a greeting as large as it is meant, one thing to do now, and up to three things worth knowing. */
export function Welcome({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  const steps: Step[] = [1, 2, 3]
    .map((no) => ({ no, title: props[`step${no}_title`], text: props[`step${no}_text`] }))
    .filter((step) => step.title);
  return (
    <EmailLayout {...layout} isFlush>
      <Section className="sheet tint" style={{ backgroundColor: brand.tint, padding: "40px 48px 38px" }}>
        <div style={{ margin: "0 0 46px" }}>
          <BrandMark brand={brand} style={{ color: brand.ink }} />
        </div>
        <h1
          className="display"
          style={{
            margin: 0,
            fontFamily: brand.headingFont ?? SERIF,
            fontWeight: 600,
            fontSize: "46px",
            lineHeight: "50px",
            letterSpacing: "-0.02em",
            color: brand.ink,
          }}
        >
          {props.headline}
        </h1>
      </Section>
      {props.image ? (
        <Img
          className="fluid"
          src={props.image}
          alt={props.image_alt ?? ""}
          width={600}
          style={{ display: "block", width: "100%", maxWidth: "600px", height: "auto", border: 0 }}
        />
      ) : null}
      <Section className="sheet ink" style={{ padding: "34px 48px 20px" }}>
        <Paragraphs brand={brand} text={props.body ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
        {props.cta_label && props.cta_url ? (
          <div style={{ margin: "8px 0 34px" }}>
            <EmailButton label={props.cta_label} url={props.cta_url} brand={brand} style={{ padding: "16px 30px" }} />
          </div>
        ) : null}
        {steps.map((step) => (
          <StepRow key={step.no} step={step} brand={brand} />
        ))}
        {props.closing ? (
          <div className="rule" style={{ borderTop: `1px solid ${brand.rule}`, paddingTop: "22px" }}>
            <Paragraphs brand={brand} text={props.closing} style={{ fontSize: "16px", lineHeight: "26px" }} />
          </div>
        ) : null}
      </Section>
    </EmailLayout>
  );
}

function StepRow({ step, brand }: { step: Step; brand: EmailBrandStyle }) {
  return (
    <Section className="rule" style={{ borderTop: `1px solid ${brand.rule}`, padding: "18px 0 2px" }}>
      <Row>
        <Column style={{ verticalAlign: "top" }}>
          <h2
            style={{
              margin: "0 0 4px",
              fontFamily: brand.headingFont ?? brand.bodyFont,
              fontSize: "17px",
              lineHeight: "24px",
              fontWeight: 700,
              color: brand.ink,
            }}
          >
            {step.title}
          </h2>
          <Paragraphs
            brand={brand}
            text={step.text ?? ""}
            style={{ fontSize: "15px", lineHeight: "24px", margin: "0 0 16px" }}
          />
        </Column>
      </Row>
    </Section>
  );
}
