import { Img } from "@react-email/components";
import type { CSSProperties } from "react";
import type { Block } from "@/contracts/documents/email";
import { INK, RULE, SERIF } from "../theme";
import { EmailButton } from "./email-button";
import { styleRichText } from "./rich-text";

type BlockProps<K extends Block["kind"]> = { block: Extract<Block, { kind: K }>; accent: string };

const SIZES: Record<1 | 2 | 3, CSSProperties> = {
  1: { fontSize: "38px", lineHeight: "43px", fontFamily: SERIF, fontWeight: 600, margin: "0 0 18px" },
  2: { fontSize: "26px", lineHeight: "32px", fontFamily: SERIF, fontWeight: 600, margin: "8px 0 12px" },
  3: { fontSize: "18px", lineHeight: "26px", fontWeight: 700, margin: "6px 0 8px" },
};

function HeadingBlock({ block }: BlockProps<"heading">) {
  const Tag = `h${block.level}` as const;
  return (
    <Tag style={{ color: INK, letterSpacing: "-0.01em", textAlign: block.align, ...SIZES[block.level] }}>
      {block.text}
    </Tag>
  );
}

function TextBlock({ block, accent }: BlockProps<"text">) {
  return (
    <div
      style={{ textAlign: block.align, color: INK }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: every compiled e-mail passes prepareHtml.
      dangerouslySetInnerHTML={{ __html: styleRichText(block.html, accent) }}
    />
  );
}

function ButtonBlock({ block, accent }: BlockProps<"button">) {
  return (
    <div style={{ textAlign: block.align, margin: "6px 0 24px" }}>
      <EmailButton label={block.label} url={block.url} accent={accent} />
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

function DividerBlock() {
  return <hr className="rule" style={{ border: 0, borderTop: `1px solid ${RULE}`, margin: "14px 0 26px" }} />;
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
export function EmailBlock({ block, accent }: { block: Block; accent: string }) {
  switch (block.kind) {
    case "heading":
      return <HeadingBlock block={block} accent={accent} />;
    case "text":
      return <TextBlock block={block} accent={accent} />;
    case "button":
      return <ButtonBlock block={block} accent={accent} />;
    case "image":
      return <ImageBlock block={block} accent={accent} />;
    case "divider":
      return <DividerBlock />;
    case "spacer":
      return <SpacerBlock block={block} accent={accent} />;
    case "html":
      return <HtmlBlock block={block} accent={accent} />;
  }
}
