"use client";

import { Redo2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useState } from "react";
import type { EmailDocument } from "@/contracts/documents/email";
import { languageOf, languagesOf, withLanguage } from "@/contracts/documents/email-languages";
import { messageOf } from "../providers/api-errors";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { Kbd } from "../ui/kbd";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { BlockList } from "./block-list";
import { LanguageBar } from "./language-bar";
import { LiquidField } from "./liquid-field";
import { type MergeTag, mergeTagsOf } from "./merge-tags";
import { ModeSwitch } from "./mode-switch";
import { PreviewPane } from "./preview-pane";
import { PropsForm } from "./props-form";
import { useDocumentHistory } from "./use-document-history";
import { useEditorFields, useEditorSnippets } from "./use-editor-data";
import { useEmailPreview, usePreviewContacts } from "./use-email-preview";

const CodeField = dynamic(() => import("./code-field"), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full" />,
});

export type EmailEditorProps = {
  document: EmailDocument;
  /** Called with every change; keeping and saving is the caller's. Must be stable. */
  onChange: (document: EmailDocument) => void;
  /** What {{ campaign.name }} shows in the preview. */
  campaignName?: string;
  /** Sends the document as it stands to somebody; gets the person of the preview, null for the made-up one. */
  onSendTest?: (contactId: string | null) => void;
  /** Sends it to the person at the keyboard, at once; also by ⌘⇧T and Ctrl+Shift+T. */
  onTestToMe?: (contactId: string | null) => void;
};

/** Subject, preheader and body of an e-mail beside what the chosen person gets. Needs the workspace and tRPC providers. */
export function EmailEditor({ document, onChange, campaignName, onSendTest, onTestToMe }: EmailEditorProps) {
  const workspace = useWorkspace();
  const fields = useEditorFields();
  const tags = useMemo(() => mergeTagsOf(fields), [fields]);
  const history = useDocumentHistory(document, onChange);
  const [wanted, setLanguage] = useState<string | null>(null);
  // A language that was removed elsewhere, or by undo, leaves the default.
  const language = wanted !== null && languagesOf(document).includes(wanted) ? wanted : null;
  const shown = languageOf(document, language);
  const change = (next: EmailDocument) => history.change(withLanguage(document, language, next));
  const people = usePreviewContacts();
  // A real person to begin with; without any, the made-up one.
  const [person, setPerson] = useState(0);
  const [pane, setPane] = useState<"write" | "preview">("write");
  const contactId = people[person]?.id ?? null;
  const preview = useEmailPreview(document, contactId, campaignName, language);
  useEffect(() => {
    if (!onTestToMe) return;
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || !event.shiftKey || event.key.toLowerCase() !== "t") return;
      event.preventDefault();
      onTestToMe(contactId);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onTestToMe, contactId]);
  return (
    <div className="grid gap-4">
      <SegmentedControl
        label="Show"
        className="lg:hidden"
        value={pane}
        onValueChange={setPane}
        options={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
      />
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className={cn("grid min-w-0 content-start gap-4", pane === "preview" && "max-lg:hidden")}>
          <LanguageBar
            document={document}
            language={language}
            workspaceLocale={workspace.locale}
            onLanguageChange={setLanguage}
            onChange={history.change}
          />
          <Envelope document={shown} onChange={change} tags={tags} />
          <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
            <ModeSwitch document={shown} onChange={change} />
            <span className="grow" />
            <IconButton size="icon-sm" label="Undo" shortcut="mod z" disabled={!history.canUndo} onClick={history.undo}>
              <Undo2 />
            </IconButton>
            <IconButton
              size="icon-sm"
              label="Redo"
              shortcut="mod shift z"
              disabled={!history.canRedo}
              onClick={history.redo}
            >
              <Redo2 />
            </IconButton>
          </div>
          <BodyFields key={language} document={shown} onChange={change} tags={tags} />
          <details>
            <summary className="cursor-pointer text-ink-2 text-sm">Plain-text part</summary>
            <div className="pt-3">
              <LiquidField
                label="Plain text"
                mono
                rows={10}
                value={shown.text}
                tags={tags}
                hint="Left empty, it is made from the message."
                onChange={(text) => change({ ...shown, text })}
              />
            </div>
          </details>
        </div>
        <div
          className={cn(
            "grid min-w-0 content-start gap-3 lg:sticky lg:top-4 lg:self-start",
            pane === "write" && "max-lg:hidden",
          )}
        >
          <PreviewPane
            preview={preview.data}
            failed={preview.error ? messageOf(preview.error) : null}
            isStale={preview.isPlaceholderData}
            people={people}
            person={person}
            onPersonChange={setPerson}
          />
          <div className="flex flex-wrap items-center gap-2">
            {onTestToMe ? (
              <Button aria-keyshortcuts="Meta+Shift+T Control+Shift+T" onClick={() => onTestToMe(contactId)}>
                Test to me <Kbd keys="⌘ ⇧ T" />
              </Button>
            ) : null}
            {onSendTest ? (
              <Button variant="ghost" onClick={() => onSendTest(contactId)}>
                Send a test…
              </Button>
            ) : null}
          </div>
        </div>
      </div>
    </div>
  );
}

type PartProps = { document: EmailDocument; onChange: (document: EmailDocument) => void; tags: readonly MergeTag[] };

function Envelope({ document, onChange, tags }: PartProps) {
  return (
    <>
      <LiquidField
        label="Subject"
        value={document.subject}
        tags={tags}
        maxLength={500}
        onChange={(subject) => onChange({ ...document, subject })}
      />
      <LiquidField
        label="Preheader"
        value={document.preheader}
        tags={tags}
        maxLength={500}
        hint="The grey line inboxes show after the subject."
        onChange={(preheader) => onChange({ ...document, preheader })}
      />
    </>
  );
}

function BodyFields({ document, onChange, tags }: PartProps) {
  switch (document.mode) {
    case "blocks":
      return (
        <BlockList blocks={document.blocks} tags={tags} onChange={(blocks) => onChange({ ...document, blocks })} />
      );
    case "code":
      return <CodeBody document={document} onChange={onChange} />;
    case "react":
      return <PropsForm document={document} tags={tags} onChange={onChange} />;
  }
}

type CodeBodyProps = {
  document: Extract<EmailDocument, { mode: "code" }>;
  onChange: (document: EmailDocument) => void;
};

function CodeBody({ document, onChange }: CodeBodyProps) {
  const snippets = useEditorSnippets();
  return <CodeField value={document.html} snippets={snippets} onChange={(html) => onChange({ ...document, html })} />;
}
