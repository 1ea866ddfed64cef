"use client";

import dynamic from "next/dynamic";
import type { Block } from "@/contracts/documents/email";
import { AssetPicker } from "../assets/asset-picker";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { SegmentedControl } from "../ui/segmented-control";
import { Textarea } from "../ui/textarea";
import { type RenderBlocks, RepeatForm, SnippetForm, WhenForm } from "./container-forms";
import { LiquidField } from "./liquid-field";
import type { MergeTag } from "./merge-tags";

const RichTextField = dynamic(() => import("./rich-text-field").then((module) => module.RichTextField), {
  ssr: false,
  loading: () => <div className="min-h-24 rounded-sm border border-line-strong" aria-hidden="true" />,
});

type BlockFormProps = {
  block: Block;
  onChange: (block: Block) => void;
  tags: readonly MergeTag[];
  onSlash: () => void;
  /** Draws the list of blocks inside a container. */
  renderBlocks: RenderBlocks;
};

/** The fields of one block. */
export function BlockForm({ block, onChange, tags, onSlash, renderBlocks }: BlockFormProps) {
  switch (block.kind) {
    case "text":
      return (
        <>
          <RichTextField
            label="Text"
            html={block.html}
            tags={tags}
            onSlash={onSlash}
            onChange={(html) => onChange({ ...block, html })}
          />
          <AlignControl value={block.align} onChange={(align) => onChange({ ...block, align })} />
        </>
      );
    case "heading":
      return (
        <>
          <LiquidField
            label="Heading"
            value={block.text}
            tags={tags}
            maxLength={500}
            onChange={(text) => onChange({ ...block, text })}
          />
          <div className="flex flex-wrap gap-2">
            <SegmentedControl
              label="Size"
              size="sm"
              value={LEVELS[block.level]}
              options={[
                { value: "large", label: "Large" },
                { value: "medium", label: "Medium" },
                { value: "small", label: "Small" },
              ]}
              onValueChange={(size) => onChange({ ...block, level: size === "large" ? 1 : size === "medium" ? 2 : 3 })}
            />
            <AlignControl value={block.align} onChange={(align) => onChange({ ...block, align })} />
          </div>
        </>
      );
    case "button":
      return (
        <>
          <LiquidField
            label="Button text"
            value={block.label}
            tags={tags}
            maxLength={200}
            onChange={(label) => onChange({ ...block, label })}
          />
          <LiquidField
            label="Leads to"
            value={block.url}
            tags={tags}
            maxLength={2000}
            onChange={(url) => onChange({ ...block, url })}
          />
          <AlignControl value={block.align} onChange={(align) => onChange({ ...block, align })} />
        </>
      );
    case "image":
      return <ImageForm block={block} onChange={onChange} tags={tags} />;
    case "spacer":
      return (
        <Field label="Height in pixels">
          <Input
            type="number"
            min={4}
            max={120}
            value={block.height}
            onChange={(event) => onChange({ ...block, height: clamp(event.target.valueAsNumber, 4, 120) })}
          />
        </Field>
      );
    case "html":
      return (
        <Field label="HTML and Liquid" hint="Scripts, forms and frames are taken out.">
          <Textarea
            rows={6}
            spellCheck={false}
            className="font-mono text-xs"
            value={block.html}
            onChange={(event) => onChange({ ...block, html: event.target.value })}
          />
        </Field>
      );
    case "snippet":
      return <SnippetForm block={block} onChange={onChange} />;
    case "when":
      return <WhenForm block={block} onChange={onChange} tags={tags} renderBlocks={renderBlocks} />;
    case "repeat":
      return <RepeatForm block={block} onChange={onChange} tags={tags} renderBlocks={renderBlocks} />;
    case "divider":
      return <p className="text-ink-2 text-xs">A thin rule across the column.</p>;
  }
}

const LEVELS = { 1: "large", 2: "medium", 3: "small" } as const;
const clamp = (value: number, low: number, high: number): number =>
  Number.isFinite(value) ? Math.round(Math.max(low, Math.min(high, value))) : low;

type ImageBlock = Extract<Block, { kind: "image" }>;

function ImageForm({
  block,
  onChange,
  tags,
}: {
  block: ImageBlock;
  onChange: (block: Block) => void;
  tags: readonly MergeTag[];
}) {
  return (
    <>
      <LiquidField
        label="Image address"
        value={block.src}
        tags={tags}
        maxLength={2000}
        placeholder="https://"
        onChange={(src) => onChange({ ...block, src })}
      />
      <AssetPicker onPick={({ url, alt }) => onChange({ ...block, src: url, alt: block.alt || alt })} />
      <Field label="Description" hint="Read out to people who do not see the image.">
        <Input
          value={block.alt}
          maxLength={500}
          onChange={(event) => onChange({ ...block, alt: event.target.value })}
        />
      </Field>
      <LiquidField
        label="Leads to"
        value={block.href ?? ""}
        tags={tags}
        maxLength={2000}
        onChange={(href) => onChange({ ...block, href: href.trim() === "" ? undefined : href })}
      />
    </>
  );
}

type Align = "left" | "center" | "right";

function AlignControl({ value, onChange }: { value: Align; onChange: (align: Align) => void }) {
  return (
    <SegmentedControl
      label="Alignment"
      size="sm"
      value={value}
      onValueChange={onChange}
      options={[
        { value: "left", label: "Left" },
        { value: "center", label: "Centre" },
        { value: "right", label: "Right" },
      ]}
    />
  );
}
