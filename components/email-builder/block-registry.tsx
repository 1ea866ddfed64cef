import {
  Code,
  Heading,
  Image,
  Minus,
  MousePointerClick,
  MoveVertical,
  Pilcrow,
  Puzzle,
  Repeat,
  Split,
} from "lucide-react";
import type { ReactNode } from "react";
import type { BlockKind } from "@/contracts/documents/email";

export type BlockEntry = { kind: BlockKind; label: string; hint: string; icon: ReactNode };

/** What can be added; order is the order of the menu. Each kind has a form in block-form.tsx and a component in emails/blocks. */
export const BLOCK_REGISTRY: readonly BlockEntry[] = [
  { kind: "text", label: "Text", hint: "Paragraphs, lists, links", icon: <Pilcrow /> },
  { kind: "heading", label: "Heading", hint: "Three sizes", icon: <Heading /> },
  { kind: "button", label: "Button", hint: "One clear next step", icon: <MousePointerClick /> },
  { kind: "image", label: "Image", hint: "From a web address", icon: <Image /> },
  { kind: "divider", label: "Divider", hint: "A thin rule", icon: <Minus /> },
  { kind: "spacer", label: "Space", hint: "Room to breathe", icon: <MoveVertical /> },
  { kind: "snippet", label: "Snippet", hint: "A piece many e-mails share", icon: <Puzzle /> },
  { kind: "when", label: "Condition", hint: "Blocks for some people only", icon: <Split /> },
  { kind: "repeat", label: "Repeat", hint: "Blocks once for each entry of a list", icon: <Repeat /> },
  { kind: "html", label: "HTML", hint: "Your own markup", icon: <Code /> },
];

/** Blocks that hold blocks. */
export const isContainer = (kind: BlockKind): boolean => kind === "when" || kind === "repeat";

export const labelOf = (kind: BlockKind): string => BLOCK_REGISTRY.find((entry) => entry.kind === kind)?.label ?? kind;
