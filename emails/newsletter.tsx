import { Column, Img, Row, Section } from "@react-email/components";
import { BrandMark } from "./blocks/brand-mark";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import { type EmailBrandStyle, SERIF } from "./theme";

const headingOf = (brand: EmailBrandStyle): string => brand.headingFont ?? SERIF;

/** A small printed paper: masthead between rules, one lead story, up to three numbered short ones. */
export function Newsletter({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  const stories = [1, 2, 3]
    .map((no) => ({ no, title: props[`item${no}_title`], text: props[`item${no}_text`], url: props[`item${no}_url`] }))
    .filter((story) => story.title);
  return (
    <EmailLayout {...layout} sheet={{ padding: "34px 48px 20px" }}>
      <Masthead brand={brand} issue={props.issue ?? ""} />
      <Lead brand={brand} props={props} />
      {stories.map((story) => (
        <Story key={story.no} {...story} brand={brand} />
      ))}
      {props.closing ? (
        <div className="rule" style={{ borderTop: `1px solid ${brand.rule}`, paddingTop: "24px", marginTop: "4px" }}>
          <Paragraphs brand={brand} text={props.closing} style={{ fontSize: "15px", lineHeight: "24px" }} />
        </div>
      ) : null}
    </EmailLayout>
  );
}

function Masthead({ brand, issue }: { brand: TemplateProps["brand"]; issue: string }) {
  return (
    <Section className="rule" style={{ borderBottom: `1px solid ${brand.rule}` }}>
      <div
        className="accent"
        style={{ height: "4px", lineHeight: "4px", fontSize: "1px", backgroundColor: brand.accent }}
      >
        {"\u00a0"}
      </div>
      <Row>
        <Column style={{ padding: "13px 0 12px" }}>
          <BrandMark
            brand={brand}
            height={26}
            style={{ fontFamily: headingOf(brand), fontSize: "19px", color: brand.ink }}
          />
        </Column>
        <Column
          align="right"
          className="soft"
          dir="auto"
          style={{ fontFamily: brand.bodyFont, fontSize: "13px", color: brand.soft }}
        >
          {issue}
        </Column>
      </Row>
    </Section>
  );
}

function Lead({ brand, props }: Pick<TemplateProps, "brand" | "props">) {
  const { headline, lead_image, lead_image_alt, lead, lead_label, lead_url } = props;
  return (
    <Section style={{ padding: "30px 0 14px" }}>
      <h1
        className="display"
        style={{
          margin: "0 0 22px",
          fontFamily: headingOf(brand),
          fontWeight: 600,
          fontSize: "42px",
          lineHeight: "46px",
          letterSpacing: "-0.015em",
          color: brand.ink,
        }}
      >
        {headline}
      </h1>
      {lead_image ? (
        <Img
          className="fluid"
          src={lead_image}
          alt={lead_image_alt ?? ""}
          width={504}
          style={{ display: "block", width: "100%", maxWidth: "504px", height: "auto", border: 0, margin: "0 0 24px" }}
        />
      ) : null}
      <Paragraphs brand={brand} text={lead ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
      {lead_label && lead_url ? (
        <p style={{ margin: "0 0 14px", fontFamily: brand.bodyFont, fontSize: "16px", fontWeight: 600 }}>
          <a className="link" href={lead_url} style={{ color: brand.link, textDecoration: "underline" }}>
            {lead_label}
          </a>
        </p>
      ) : null}
    </Section>
  );
}

type StoryProps = { no: number; title?: string; text?: string; url?: string; brand: EmailBrandStyle };

function Story({ no, title, text, url, brand }: StoryProps) {
  return (
    <Section className="rule" style={{ borderTop: `1px solid ${brand.rule}`, padding: "20px 0 4px" }}>
      <Row>
        <Column
          data-skip-in-text="true"
          width={54}
          style={{
            width: "54px",
            verticalAlign: "top",
            fontFamily: headingOf(brand),
            fontSize: "30px",
            lineHeight: "30px",
            color: brand.link,
          }}
          className="link"
        >
          {no}
        </Column>
        <Column style={{ verticalAlign: "top" }}>
          <h2
            style={{
              margin: "0 0 6px",
              fontFamily: headingOf(brand),
              fontSize: "20px",
              lineHeight: "26px",
              fontWeight: 600,
              color: brand.ink,
            }}
          >
            {url ? (
              <a
                className="ink"
                href={url}
                style={{ color: brand.ink, textDecoration: "underline", textDecorationColor: brand.link }}
              >
                {title}
              </a>
            ) : (
              title
            )}
          </h2>
          <Paragraphs
            brand={brand}
            text={text ?? ""}
            style={{ fontSize: "15px", lineHeight: "24px", margin: "0 0 14px" }}
          />
        </Column>
      </Row>
    </Section>
  );
}
