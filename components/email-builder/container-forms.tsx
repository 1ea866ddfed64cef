"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Block } from "@/contracts/documents/email";
import { useWorkspace } from "../providers/workspace-provider";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { ITEM_TAG, type MergeTag } from "./merge-tags";
import { RuleEditor } from "./rule-editor";
import { useEditorFields, useEditorSnippets } from "./use-editor-data";

type InnerList = {
  label: string;
  blocks: Block[];
  onChange: (blocks: Block[]) => void;
  tags: readonly MergeTag[];
};
export type RenderBlocks = (inner: InnerList) => ReactNode;

type BlockOf<Kind extends Block["kind"]> = Extract<Block, { kind: Kind }>;
type ContainerProps<Kind extends Block["kind"]> = {
  block: BlockOf<Kind>;
  onChange: (block: Block) => void;
  tags: readonly MergeTag[];
  renderBlocks: RenderBlocks;
};

/** A rule, the blocks for those who fit it, and others for everybody else. */
export function WhenForm({ block, onChange, tags, renderBlocks }: ContainerProps<"when">) {
  return (
    <>
      <RuleEditor rule={block.rule} onChange={(rule) => onChange({ ...block, rule })} />
      <Inner title="Then they get">
        {renderBlocks({
          label: "Blocks for people who fit",
          blocks: block.blocks,
          tags,
          onChange: (blocks) => onChange({ ...block, blocks }),
        })}
      </Inner>
      <Inner title="Everybody else gets">
        {renderBlocks({
          label: "Blocks for everybody else",
          blocks: block.otherwise,
          tags,
          onChange: (otherwise) => onChange({ ...block, otherwise }),
        })}
      </Inner>
    </>
  );
}

/** A list of the contact, how many entries at most, and the blocks that come once for each. */
export function RepeatForm({ block, onChange, tags, renderBlocks }: ContainerProps<"repeat">) {
  const fields = useEditorFields().filter(({ type }) => type === "text");
  const known = fields.some(({ key }) => `contact.${key}` === block.list);
  const options = fields.map(({ key, label }) => ({ value: `contact.${key}`, label }));
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_120px]">
        <Field label="For each entry of" hint="A text such as “Rye, Spelt, Stollen”, parted by commas.">
          <Select
            value={block.list}
            options={known ? options : [...options, { value: block.list, label: block.list }]}
            onValueChange={(list) => onChange({ ...block, list })}
          />
        </Field>
        <Field label="At most">
          <Input
            type="number"
            min={1}
            max={50}
            value={block.limit}
            onChange={(event) => {
              const limit = Math.round(event.target.valueAsNumber);
              onChange({ ...block, limit: Number.isFinite(limit) ? Math.max(1, Math.min(50, limit)) : 1 });
            }}
          />
        </Field>
      </div>
      <Inner title="Show, with {{ item }} as the entry">
        {renderBlocks({
          label: "Blocks for each entry",
          blocks: block.blocks,
          tags: [ITEM_TAG, ...tags.filter(({ tag }) => tag !== ITEM_TAG.tag)],
          onChange: (blocks) => onChange({ ...block, blocks }),
        })}
      </Inner>
    </>
  );
}

const Inner = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="grid gap-2 border-line-strong border-l-2 pl-3">
    <p className="font-medium text-ink-2 text-xs">{title}</p>
    {children}
  </div>
);

/** Which snippet stands here. */
export function SnippetForm({ block, onChange }: { block: BlockOf<"snippet">; onChange: (block: Block) => void }) {
  const { href } = useWorkspace();
  const snippets = useEditorSnippets();
  const chosen = snippets.find(({ key }) => key === block.snippet);
  const options = snippets.map(({ key, name }) => ({ value: key, label: name }));
  const isLost = block.snippet !== "" && !chosen;
  if (options.length === 0 && block.snippet === "")
    return (
      <p className="text-ink-2 text-sm">
        There are no snippets yet.{" "}
        <Link className="underline" href={href("content/snippets")}>
          Make the first one
        </Link>
      </p>
    );
  return (
    <div className="grid gap-1.5">
      <Field label="Snippet" hint="Changes of the snippet show here at once, until the launch.">
        <Select
          value={block.snippet || undefined}
          placeholder="Choose a snippet…"
          options={isLost ? [...options, { value: block.snippet, label: `${block.snippet} (gone)` }] : options}
          onValueChange={(snippet) => onChange({ ...block, snippet })}
        />
      </Field>
      {chosen ? (
        <Link className="w-fit text-sm underline" href={href(`content/snippets/${chosen.id}`)}>
          Edit “{chosen.name}”
        </Link>
      ) : null}
    </div>
  );
}
