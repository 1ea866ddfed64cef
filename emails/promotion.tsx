import { Column, Img, Row, Section } from "@react-email/components";
import { BrandMark } from "./blocks/brand-mark";
import { EmailButton } from "./blocks/email-button";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import type { EmailBrandStyle } from "./theme";

type Product = { no: number; name?: string; price?: string; image?: string; url?: string };

/** An offer told by its number: what you save, until when, with which code, on what. */
export function Promotion({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  const products: Product[] = [1, 2]
    .map((no) => ({
      no,
      name: props[`product${no}_name`],
      price: props[`product${no}_price`],
      image: props[`product${no}_image`],
      url: props[`product${no}_url`],
    }))
    .filter((product) => product.name);
  return (
    <EmailLayout {...layout} isFlush>
      <Offer brand={brand} props={props} />
      <Section className="sheet ink" style={{ padding: "34px 48px 24px" }}>
        <Paragraphs brand={brand} text={props.body ?? ""} style={{ fontSize: "17px", lineHeight: "28px" }} />
        {products.length > 0 ? <Products products={products} brand={brand} /> : null}
        {props.terms ? (
          <Paragraphs
            brand={{ ...brand, ink: brand.soft }}
            text={props.terms}
            style={{ fontSize: "13px", lineHeight: "20px", margin: "0 0 10px" }}
          />
        ) : null}
      </Section>
    </EmailLayout>
  );
}

function Offer({ brand, props }: { brand: EmailBrandStyle; props: Record<string, string> }) {
  const font = brand.headingFont ?? brand.bodyFont;
  const text = { color: brand.onAccent, margin: 0 };
  return (
    <Section
      className="sheet accent"
      align="center"
      style={{ backgroundColor: brand.accent, padding: "34px 48px 44px", textAlign: "center" }}
    >
      <div style={{ margin: "0 0 40px" }}>
        <BrandMark brand={brand} className="on-accent" height={26} style={{ color: brand.onAccent }} />
      </div>
      <h1
        className="giant on-accent"
        style={{
          ...text,
          fontFamily: font,
          fontWeight: 800,
          fontSize: "88px",
          lineHeight: "84px",
          letterSpacing: "-0.045em",
        }}
      >
        {props.offer}
      </h1>
      <p
        className="on-accent"
        style={{ ...text, margin: "14px 0 26px", fontFamily: font, fontSize: "21px", lineHeight: "28px" }}
      >
        {props.headline}
      </p>
      {props.cta_label && props.cta_url ? (
        <EmailButton
          label={props.cta_label}
          url={props.cta_url}
          brand={brand}
          isOnAccent
          style={{ padding: "16px 32px" }}
        />
      ) : null}
      {props.code ? (
        <p className="on-accent" style={{ ...text, margin: "26px 0 0", fontSize: "14px", lineHeight: "22px" }}>
          {props.code_label ? `${props.code_label} ` : null}
          <strong
            style={{ fontFamily: "'Courier New', Courier, monospace", fontSize: "16px", letterSpacing: "0.06em" }}
          >
            {props.code}
          </strong>
        </p>
      ) : null}
      {props.deadline ? (
        <p className="on-accent" style={{ ...text, margin: "4px 0 0", fontSize: "14px", lineHeight: "22px" }}>
          {props.deadline}
        </p>
      ) : null}
    </Section>
  );
}

function Products({ products, brand }: { products: Product[]; brand: EmailBrandStyle }) {
  return (
    <Section className="rule" style={{ borderTop: `1px solid ${brand.rule}`, margin: "8px 0 14px" }}>
      <Row>
        {products.map((product, at) => (
          <Column
            key={product.no}
            className="stack"
            width={products.length === 2 ? "50%" : "100%"}
            style={{ verticalAlign: "top", padding: at === 0 ? "20px 12px 8px 0" : "20px 0 8px 12px" }}
          >
            {product.image ? (
              <Img
                className="fluid"
                src={product.image}
                alt={product.name ?? ""}
                width={240}
                style={{ display: "block", width: "100%", maxWidth: "240px", height: "auto", margin: "0 0 12px" }}
              />
            ) : null}
            <p style={{ margin: 0, fontSize: "16px", lineHeight: "24px", fontWeight: 700, color: brand.ink }}>
              {product.url ? (
                <a className="link" href={product.url} style={{ color: brand.link, textDecoration: "underline" }}>
                  {product.name}
                </a>
              ) : (
                product.name
              )}
            </p>
            <p className="soft" style={{ margin: 0, fontSize: "15px", lineHeight: "24px", color: brand.soft }}>
              {product.price}
            </p>
          </Column>
        ))}
      </Row>
    </Section>
  );
}
