import { Img } from "@react-email/components";
import type { CSSProperties } from "react";
import type { Block } from "@/contracts/documents/email";
import { type EmailBrandStyle, SERIF } from "../theme";
import { EmailButton } from "./email-button";
import { styleRichText } from "./rich-text";

/** What is drawn: blocks, and Liquid standing between them where a condition or a loop begins and ends. */
export type DrawnBlock =
  | Exclude<Block, { kind: "when" | "repeat" | "snippet" }>
  | { kind: "liquid"; id: string; text: string };

type BlockProps<K extends DrawnBlock["kind"]> = { block: Extract<DrawnBlock, { kind: K }>; brand: EmailBrandStyle };

const SIZES: Record<1 | 2 | 3, CSSProperties> = {
  1: { fontSize: "38px", lineHeight: "43px", fontWeight: 600, margin: "0 0 18px" },
  2: { fontSize: "26px", lineHeight: "32px", fontWeight: 600, margin: "8px 0 12px" },
  3: { fontSize: "18px", lineHeight: "26px", fontWeight: 700, margin: "6px 0 8px" },
};

/** "left" is where the text begins: nothing is said then, and right-to-left messages begin at the right. */
const alignOf = (align: "left" | "center" | "right"): CSSProperties => (align === "left" ? {} : { textAlign: align });

function HeadingBlock({ block, brand }: BlockProps<"heading">) {
  const Tag = `h${block.level}` as const;
  const fontFamily = brand.headingFont ?? (block.level === 3 ? brand.bodyFont : SERIF);
  return (
    <Tag
      className={block.level === 1 ? "display" : undefined}
      style={{
        color: brand.ink,
        fontFamily,
        letterSpacing: "-0.01em",
        ...alignOf(block.align),
        ...SIZES[block.level],
      }}
    >
      {block.text}
    </Tag>
  );
}

function TextBlock({ block, brand }: BlockProps<"text">) {
  return (
    <div
      style={{ ...alignOf(block.align), color: brand.ink }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: every compiled e-mail passes prepareHtml.
      dangerouslySetInnerHTML={{ __html: styleRichText(block.html, brand.link) }}
    />
  );
}

function ButtonBlock({ block, brand }: BlockProps<"button">) {
  return (
    <div style={{ ...alignOf(block.align), margin: "6px 0 24px" }}>
      <EmailButton label={block.label} url={block.url} brand={brand} />
    </div>
  );
}

function ImageBlock({ block }: BlockProps<"image">) {
  const image = (
    <Img
      className="fluid"
      src={block.src}
      alt={block.alt}
      width={Math.min(block.width ?? 504, 504)}
      style={{ display: "block", width: "100%", maxWidth: `${block.width ?? 504}px`, height: "auto", border: 0 }}
    />
  );
  return <div style={{ margin: "4px 0 22px" }}>{block.href ? <a href={block.href}>{image}</a> : image}</div>;
}

function DividerBlock({ brand }: BlockProps<"divider">) {
  return <hr className="rule" style={{ border: 0, borderTop: `1px solid ${brand.rule}`, margin: "14px 0 26px" }} />;
}

function SpacerBlock({ block }: BlockProps<"spacer">) {
  return (
    <div style={{ height: `${block.height}px`, lineHeight: `${block.height}px`, fontSize: "1px" }}>{"\u00a0"}</div>
  );
}

function HtmlBlock({ block }: BlockProps<"html">) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: every compiled e-mail passes prepareHtml.
  return <div dangerouslySetInnerHTML={{ __html: block.html }} />;
}

/** One component per kind of block; the editor's registry has an entry for each of them too. */
function EmailBlock({ block, brand }: { block: DrawnBlock; brand: EmailBrandStyle }) {
  switch (block.kind) {
    case "heading":
      return <HeadingBlock block={block} brand={brand} />;
    case "text":
      return <TextBlock block={block} brand={brand} />;
    case "button":
      return <ButtonBlock block={block} brand={brand} />;
    case "image":
      return <ImageBlock block={block} brand={brand} />;
    case "divider":
      return <DividerBlock block={block} brand={brand} />;
    case "spacer":
      return <SpacerBlock block={block} brand={brand} />;
    case "html":
      return <HtmlBlock block={block} brand={brand} />;
    case "liquid":
      return block.text;
  }
}

export function EmailBlocks({ blocks, brand }: { blocks: readonly DrawnBlock[]; brand: EmailBrandStyle }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: rendered once; blocks out of snippets may share their ids.
  return blocks.map((block, at) => <EmailBlock key={at} block={block} brand={brand} />);
}
