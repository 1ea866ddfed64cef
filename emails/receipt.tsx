import { Column, Row, Section } from "@react-email/components";
import { BrandMark } from "./blocks/brand-mark";
import { EmailButton } from "./blocks/email-button";
import { Paragraphs } from "./blocks/paragraphs";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";
import type { EmailBrandStyle } from "./theme";

/** Each line of a "rows" prop is one row; the last "|" parts what was bought from what it costs. */
function rowsOf(text: string | undefined): { key: string; what: string; amount: string }[] {
  return (text ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, no) => {
      const at = line.lastIndexOf("|");
      const [what, amount] = at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
      return { key: `${no}${line}`, what: what.trim(), amount: amount.trim() };
    });
}

/** Proof of a purchase: the amount first, then what it was for, ready to print. Nothing in it advertises. */
export function Receipt({ props, ...layout }: TemplateProps) {
  const { brand } = layout;
  return (
    <EmailLayout {...layout} sheet={{ padding: "36px 48px 26px" }} reason={props.reason ?? ""}>
      <Row>
        <Column>
          <BrandMark brand={brand} style={{ color: brand.ink }} />
        </Column>
        <Column align="right" className="soft" dir="auto" style={{ fontSize: "13px", color: brand.soft }}>
          {props.number}
        </Column>
      </Row>
      <p className="soft" style={{ margin: "44px 0 2px", fontSize: "15px", lineHeight: "22px", color: brand.soft }}>
        {props.total_label}
      </p>
      <h1
        style={{
          margin: "0 0 6px",
          fontFamily: brand.headingFont ?? brand.bodyFont,
          fontSize: "44px",
          lineHeight: "50px",
          fontWeight: 700,
          letterSpacing: "-0.03em",
          color: brand.ink,
        }}
      >
        {props.total}
      </h1>
      <p className="soft" style={{ margin: "0 0 30px", fontSize: "15px", lineHeight: "22px", color: brand.soft }}>
        {props.paid}
      </p>
      <Rows rows={rowsOf(props.items)} brand={brand} />
      <Rows rows={rowsOf(props.sums)} brand={brand} isSum />
      <div style={{ height: "26px", lineHeight: "26px", fontSize: "1px" }}>{"\u00a0"}</div>
      {props.body ? <Paragraphs brand={brand} text={props.body} /> : null}
      {props.cta_label && props.cta_url ? (
        <div style={{ margin: "8px 0 18px" }}>
          <EmailButton label={props.cta_label} url={props.cta_url} brand={brand} />
        </div>
      ) : null}
    </EmailLayout>
  );
}

type RowsProps = { rows: ReturnType<typeof rowsOf>; brand: EmailBrandStyle; isSum?: boolean };

function Rows({ rows, brand, isSum = false }: RowsProps) {
  return rows.map(({ key, what, amount }, no) => (
    <Section key={key} className="rule" style={isSum && no > 0 ? undefined : { borderTop: `1px solid ${brand.rule}` }}>
      <Row>
        <Column
          className={isSum ? "soft" : "ink"}
          style={{
            padding: isSum ? "7px 12px 7px 0" : "14px 12px 14px 0",
            fontSize: "16px",
            lineHeight: "24px",
            color: isSum ? brand.soft : brand.ink,
            verticalAlign: "top",
          }}
        >
          {what}
        </Column>
        <Column
          align="right"
          className="ink"
          style={{
            padding: isSum ? "7px 0" : "14px 0",
            fontSize: "16px",
            lineHeight: "24px",
            color: brand.ink,
            verticalAlign: "top",
            whiteSpace: "nowrap",
          }}
        >
          {amount}
        </Column>
      </Row>
    </Section>
  ));
}
