"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StarterTemplate } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { messageOf } from "../providers/api-errors";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { ConfirmDialog } from "../ui/alert-dialog";
import { SegmentedControl } from "../ui/segmented-control";
import { toast } from "../ui/toast";

type Mode = EmailDocument["mode"];

/** Blocks, code or template. Nothing is destroyed: code becomes one HTML block, anything becomes code, and undo brings all back. */
export function ModeSwitch({
  document,
  onChange,
}: {
  document: EmailDocument;
  onChange: (document: EmailDocument) => void;
}) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const starters = useQuery(trpc.content.starters.queryOptions({}));
  const [asked, setAsked] = useState<Mode | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const convert = async (mode: Mode) => {
    setIsBusy(true);
    try {
      const html =
        mode === "code" || mode === "blocks"
          ? await htmlOf(document, (d) => client.content.exportCode.mutate({ document: d }))
          : "";
      onChange(converted(document, mode, html, starters.data ?? []));
    } catch (error) {
      toast.error(messageOf(error));
    } finally {
      setIsBusy(false);
      setAsked(null);
    }
  };
  return (
    <>
      <SegmentedControl<Mode>
        label="Written as"
        size="sm"
        value={document.mode}
        onValueChange={(mode) => {
          if (mode === document.mode) return;
          if (isEmpty(document)) void convert(mode);
          else setAsked(mode);
        }}
        options={[
          { value: "blocks", label: "Blocks" },
          { value: "code", label: "Code" },
          { value: "react", label: "Template" },
        ]}
      />
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => setAsked((now) => (open ? now : null))}
        title={asked === "react" ? "Start from a template?" : asked === "code" ? "Go on in code?" : "Go on in blocks?"}
        description={EXPLAIN[asked ?? "code"]}
        confirmLabel={asked === "react" ? "Use a template" : "Go on"}
        busy={isBusy}
        onConfirm={() => {
          if (asked) void convert(asked);
        }}
      />
    </>
  );
}

const EXPLAIN: Record<Mode, string> = {
  code: "The message as it is becomes HTML and Liquid. Undo brings the blocks or the template back.",
  blocks: "Your code becomes one HTML block that other blocks can stand around. Undo brings it back.",
  react: "The template brings sample words of its own; subject and preheader stay. Undo brings your content back.",
};

const isEmpty = (document: EmailDocument): boolean =>
  (document.mode === "blocks" && document.blocks.length === 0) ||
  (document.mode === "code" && document.html.trim() === "");

async function htmlOf(document: EmailDocument, render: (document: EmailDocument) => Promise<{ html: string }>) {
  return document.mode === "code" ? document.html : (await render(document)).html;
}

function converted(
  document: EmailDocument,
  mode: Mode,
  html: string,
  starters: readonly StarterTemplate[],
): EmailDocument {
  const { version, subject, preheader, text } = document;
  const envelope = { version, subject, preheader, text };
  if (mode === "code") return { ...envelope, mode, html };
  if (mode === "blocks")
    return { ...envelope, mode, blocks: html.trim() ? [{ kind: "html", id: "b1", html: bodyOf(html) }] : [] };
  const starter = starters.map((one) => one.document).find((one) => one.mode === "react");
  return { ...envelope, mode, template: "plain-letter", props: starter?.mode === "react" ? starter.props : {} };
}

/** A block stands inside the layout's own body. */
const bodyOf = (html: string): string => (/<body[^>]*>([\s\S]*?)<\/body>/i.exec(html)?.[1] ?? html).slice(0, 100_000);
