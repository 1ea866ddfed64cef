import { Column, Img, Row, Section } from "@react-email/components";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import { INK, INK_SOFT, RULE, SANS, SERIF } from "./theme";

/** A small printed paper: masthead between rules, one lead story, up to three numbered short ones. */
export function Newsletter({ brand, preheader, lang, props }: TemplateProps) {
  const stories = [1, 2, 3]
    .map((no) => ({ no, title: props[`item${no}_title`], text: props[`item${no}_text`], url: props[`item${no}_url`] }))
    .filter((story) => story.title);
  return (
    <EmailLayout brand={brand} preheader={preheader} lang={lang} sheet={{ padding: "34px 48px 20px" }}>
      <Masthead brand={brand} issue={props.issue ?? ""} />
      <Lead brand={brand} props={props} />
      {stories.map((story) => (
        <Story key={story.no} {...story} accent={brand.accent} />
      ))}
      {props.closing ? (
        <div className="rule" style={{ borderTop: `1px solid ${RULE}`, paddingTop: "24px", marginTop: "4px" }}>
          <Paragraphs text={props.closing} style={{ fontSize: "15px", lineHeight: "24px" }} />
        </div>
      ) : null}
    </EmailLayout>
  );
}

function Masthead({ brand, issue }: { brand: TemplateProps["brand"]; issue: string }) {
  return (
    <Section style={{ borderTop: `4px solid ${brand.accent}`, borderBottom: `1px solid ${RULE}` }} className="rule">
      <Row>
        <Column style={{ padding: "13px 0 12px" }}>
          {brand.logoUrl ? (
            <Img
              src={brand.logoUrl}
              alt={brand.name}
              height={26}
              style={{ display: "block", height: "26px", border: 0 }}
            />
          ) : (
            <span
              style={{ fontFamily: SERIF, fontSize: "19px", lineHeight: "24px", fontWeight: 700, color: INK }}
              className="ink"
            >
              {brand.name}
            </span>
          )}
        </Column>
        <Column align="right" className="soft" style={{ fontFamily: SANS, fontSize: "13px", color: INK_SOFT }}>
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
          fontFamily: SERIF,
          fontWeight: 600,
          fontSize: "42px",
          lineHeight: "46px",
          letterSpacing: "-0.015em",
          color: INK,
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
      <Paragraphs text={lead ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
      {lead_label && lead_url ? (
        <p style={{ margin: "0 0 14px", fontFamily: SANS, fontSize: "16px", fontWeight: 600 }}>
          <a className="link" href={lead_url} style={{ color: brand.accent, textDecoration: "underline" }}>
            {lead_label}
          </a>
        </p>
      ) : null}
    </Section>
  );
}

type StoryProps = { no: number; title?: string; text?: string; url?: string; accent: string };

function Story({ no, title, text, url, accent }: StoryProps) {
  return (
    <Section className="rule" style={{ borderTop: `1px solid ${RULE}`, padding: "20px 0 4px" }}>
      <Row>
        <Column
          data-skip-in-text="true"
          width={54}
          style={{
            width: "54px",
            verticalAlign: "top",
            fontFamily: SERIF,
            fontSize: "30px",
            lineHeight: "30px",
            color: accent,
          }}
          className="link"
        >
          {no}
        </Column>
        <Column style={{ verticalAlign: "top" }}>
          <h2
            style={{
              margin: "0 0 6px",
              fontFamily: SERIF,
              fontSize: "20px",
              lineHeight: "26px",
              fontWeight: 600,
              color: INK,
            }}
          >
            {url ? (
              <a
                className="ink"
                href={url}
                style={{ color: INK, textDecoration: "underline", textDecorationColor: accent }}
              >
                {title}
              </a>
            ) : (
              title
            )}
          </h2>
          <Paragraphs text={text ?? ""} style={{ fontSize: "15px", lineHeight: "24px", margin: "0 0 14px" }} />
        </Column>
      </Row>
    </Section>
  );
}
