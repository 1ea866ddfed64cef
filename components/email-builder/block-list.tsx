"use client";

import { ArrowDown, ArrowUp, Copy, GripVertical, Plus, Trash2 } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import type { Block, BlockKind } from "@/contracts/documents/email";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { createBlock, duplicateBlock, freshId, insertBlock, moveBlock, replaceBlock } from "./block-actions";
import { BlockForm } from "./block-form";
import { BLOCK_REGISTRY, isContainer, labelOf } from "./block-registry";
import type { MergeTag } from "./merge-tags";

type BlockListProps = {
  blocks: Block[];
  onChange: (blocks: Block[]) => void;
  tags: readonly MergeTag[];
  /** What the list is called where several stand in one another. */
  label?: string;
  /** How many containers may still stand in one another in here. */
  depth?: number;
};

const MAX_DEPTH = 2;

/** The blocks of an e-mail, moved by dragging the grip, with its buttons, or with Alt and the arrow keys. */
export function BlockList({ blocks, onChange, tags, label = "Blocks", depth = MAX_DEPTH }: BlockListProps) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  /** The block after which the add menu stands open; "" is the one at the end. */
  const [adding, setAdding] = useState<string | null>(null);

  const move = (id: string, to: number) => {
    const at = Math.max(0, Math.min(to, blocks.length - 1));
    onChange(moveBlock(blocks, id, at));
    setSaid(`Moved to place ${at + 1} of ${blocks.length}`);
  };
  const add = (kind: BlockKind, afterId: string | null) =>
    onChange(insertBlock(blocks, createBlock(kind, freshId(blocks)), afterId));
  const drop = () => {
    if (dragged !== null && over !== null) move(dragged, over);
    setDragged(null);
    setOver(null);
  };
  return (
    <div className="grid gap-2">
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
      <ol className={blocks.length > 0 ? "grid gap-2" : "hidden"} aria-label={label}>
        {blocks.map((block, at) => (
          <li
            key={block.id}
            className={cn(
              "rounded-lg border bg-surface",
              over === at && dragged ? "border-brand" : "border-line",
              dragged === block.id && "opacity-50",
            )}
            onDragOver={(event: DragEvent) => {
              if (dragged === null) return;
              event.preventDefault();
              event.stopPropagation();
              setOver(at);
            }}
            onDrop={drop}
            onKeyDown={(event: KeyboardEvent) => {
              const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
              if (step === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              move(block.id, at + step);
            }}
          >
            <div className="flex items-center gap-1 border-line border-b py-1 pr-1 pl-1">
              <button
                type="button"
                draggable
                aria-label={`Move ${labelOf(block.kind)}, place ${at + 1} of ${blocks.length}. Alt and arrow keys move it.`}
                className="grid size-7 cursor-grab place-items-center rounded-sm text-ink-3 hover:text-ink"
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = "move";
                  event.dataTransfer.setData("text/plain", block.id);
                  setDragged(block.id);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                onKeyDown={(event) => {
                  if (event.key !== "/") return;
                  event.preventDefault();
                  setAdding(block.id);
                }}
              >
                <GripVertical className="size-4" aria-hidden="true" />
              </button>
              <h3 className="grow font-medium text-ink-2 text-xs">{labelOf(block.kind)}</h3>
              <IconButton
                size="icon-sm"
                label="Move up"
                shortcut="alt up"
                disabled={at === 0}
                onClick={() => move(block.id, at - 1)}
              >
                <ArrowUp />
              </IconButton>
              <IconButton
                size="icon-sm"
                label="Move down"
                shortcut="alt down"
                disabled={at === blocks.length - 1}
                onClick={() => move(block.id, at + 1)}
              >
                <ArrowDown />
              </IconButton>
              <AddMenu
                label="Add a block below"
                isOpen={adding === block.id}
                onOpenChange={(open) => setAdding(open ? block.id : null)}
                onAdd={(kind) => add(kind, block.id)}
                withContainers={depth > 0}
              />
              <IconButton size="icon-sm" label="Duplicate" onClick={() => onChange(duplicateBlock(blocks, block.id))}>
                <Copy />
              </IconButton>
              <IconButton
                size="icon-sm"
                label="Delete"
                onClick={() => onChange(blocks.filter(({ id }) => id !== block.id))}
              >
                <Trash2 />
              </IconButton>
            </div>
            <div className="grid gap-3 p-3">
              <BlockForm
                block={block}
                tags={tags}
                onSlash={() => setAdding(block.id)}
                renderBlocks={(inner) => <BlockList key={inner.label} {...inner} depth={depth - 1} />}
                onChange={(next) => onChange(replaceBlock(blocks, next))}
              />
            </div>
          </li>
        ))}
      </ol>
      <AddMenu
        isOpen={adding === ""}
        onOpenChange={(open) => setAdding(open ? "" : null)}
        onAdd={(kind) => add(kind, null)}
        withContainers={depth > 0}
      />
    </div>
  );
}

type AddMenuProps = {
  label?: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  onAdd: (kind: BlockKind) => void;
  withContainers: boolean;
};

/** With `label` a small plus between blocks, without it the wide button at the end. */
function AddMenu({ label, isOpen, onOpenChange, onAdd, withContainers }: AddMenuProps) {
  return (
    <DropdownMenu open={isOpen} onOpenChange={onOpenChange}>
      <DropdownMenuTrigger asChild>
        {label ? (
          <Button variant="ghost" size="icon-sm" aria-label={label} title={`${label} ( / )`}>
            <Plus />
          </Button>
        ) : (
          <Button className="w-full justify-center border-dashed">
            <Plus /> Add a block
          </Button>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {BLOCK_REGISTRY.filter(({ kind }) => withContainers || !isContainer(kind)).map(
          ({ kind, label: name, hint, icon }) => (
            <DropdownMenuItem key={kind} icon={icon} onSelect={() => onAdd(kind)}>
              <span className="grid">
                {name}
                <span className="text-ink-3 text-xs">{hint}</span>
              </span>
            </DropdownMenuItem>
          ),
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
