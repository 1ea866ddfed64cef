"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { EmailPreview, PreviewContact } from "@/contracts/content";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { formatBytes } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { Notice } from "../ui/notice";
import { SegmentedControl } from "../ui/segmented-control";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { ChecksPanel } from "./checks-panel";
import { ClientTable } from "./client-table";
import { DARK_MODES, type DarkMode } from "./dark-emulation";
import { EmailFrame } from "./email-frame";
import { InboxRows } from "./inbox-rows";
import { nameOfLanguage } from "./language-name";
import { PeopleList } from "./people-list";
import { GMAIL_BYTES, NEARLY_GMAIL_BYTES } from "./preview-html";

const VIEWS = ["desktop", "phone", "inbox", "text", "checks"] as const;
type View = (typeof VIEWS)[number];

const DARK_LABELS: Record<DarkMode, string> = {
  light: "Light",
  own: "Dark, own colours (Apple Mail)",
  partly: "Dark, partly turned (Outlook.com)",
  fully: "Dark, fully turned (Gmail app)",
};

type PreviewPaneProps = {
  preview: EmailPreview | undefined;
  failed: string | null;
  isStale: boolean;
  people: readonly PreviewContact[];
  /** Index into people; -1 is the made-up person. */
  person: number;
  onPersonChange: (index: number) => void;
};

/** The message as the chosen person gets it, and what the checks say about it. */
export function PreviewPane({ preview, failed, isStale, people, person, onPersonChange }: PreviewPaneProps) {
  const [view, setView] = useState<View>("desktop");
  const [dark, setDark] = useState<DarkMode>("light");
  const [withoutImages, setWithoutImages] = useState(false);
  const findings = preview?.findings ?? [];
  const open = findings.filter((finding) => finding.level !== "good").length;
  const step = (by: number) => {
    const count = people.length + 1;
    onPersonChange(((person + 1 + by + count) % count) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Arrows inside the view switch and open lists belong to them.
    if (event.target instanceof HTMLElement && event.target.closest("[role=group],[role=combobox],[role=listbox]"))
      return;
    if (event.key === "ArrowLeft") step(-1);
    else if (event.key === "ArrowRight") step(1);
    else return;
    event.preventDefault();
  };
  const who = people[person];
  return (
    <section aria-label="Preview" className="grid min-w-0 content-start gap-3" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SegmentedControl
          label="Preview as"
          size="sm"
          className="max-w-full overflow-x-auto"
          value={view}
          onValueChange={setView}
          options={[
            { value: "desktop", label: "Desktop" },
            { value: "phone", label: "Phone" },
            { value: "inbox", label: "Inbox" },
            { value: "text", label: "Text" },
            { value: "checks", label: open > 0 ? `Checks (${open})` : "Checks" },
          ]}
        />
        <div className="ml-auto flex min-w-0 items-center gap-1">
          <IconButton size="icon-sm" label="Previous person" shortcut="←" onClick={() => step(-1)}>
            <ChevronLeft />
          </IconButton>
          <span className="min-w-0 truncate text-ink-2 text-xs" aria-live="polite" title={who?.detail}>
            {who ? `${who.label} · ${who.detail}` : "Sample person"}
          </span>
          <IconButton size="icon-sm" label="Next person" shortcut="→" onClick={() => step(1)}>
            <ChevronRight />
          </IconButton>
        </div>
      </div>
      {view === "desktop" || view === "phone" ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Select<DarkMode>
            aria-label="Light or dark"
            className="w-64"
            value={dark}
            options={DARK_MODES.map((mode) => ({ value: mode, label: DARK_LABELS[mode] }))}
            onValueChange={setDark}
          />
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a labelable button. */}
          <label className="flex items-center gap-2 text-ink-2 text-xs">
            <Switch checked={withoutImages} onCheckedChange={setWithoutImages} /> Images blocked
          </label>
        </div>
      ) : null}
      {failed ? (
        <Notice tone="danger" title="The preview could not be made">
          {failed}
        </Notice>
      ) : null}
      {preview?.problem ? (
        <Notice tone="warning" title="Nothing to show yet">
          {preview.problem}
        </Notice>
      ) : null}
      <Shown preview={preview} view={view} dark={dark} withoutImages={withoutImages} isStale={isStale} />
      {view === "checks" ? null : (
        <PeopleList people={people} person={person} onPersonChange={onPersonChange} missing={preview?.missing ?? {}} />
      )}
    </section>
  );
}

type ShownProps = {
  preview: EmailPreview | undefined;
  view: View;
  dark: DarkMode;
  withoutImages: boolean;
  isStale: boolean;
};

function Shown({ preview, view, dark, withoutImages, isStale }: ShownProps) {
  const { name } = useWorkspace();
  if (!preview) return <Skeleton className="h-96 w-full" />;
  if (view === "checks")
    return (
      <div>
        <ChecksPanel findings={preview.findings} />
        <ClientTable support={preview.support} />
      </div>
    );
  const { email } = preview;
  if (!email) return null;
  if (view === "inbox") return <InboxRows email={email} from={name} />;
  return (
    <div className={cn("grid gap-3 transition-opacity", isStale && "opacity-60")}>
      <div className="grid gap-0.5 border-line border-y py-2 text-sm">
        <p className="truncate font-semibold text-ink" dir="auto">
          {email.subject || "No subject"}
        </p>
        <p className="truncate text-ink-2 text-xs" dir="auto">
          {email.preheader || "No preheader"}
        </p>
      </div>
      {view === "text" ? (
        <pre
          dir="auto"
          className="max-h-[70vh] overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-surface p-4 font-mono text-ink text-xs"
        >
          {email.text}
        </pre>
      ) : (
        <div className="rounded-lg border border-line bg-sunken">
          <EmailFrame
            html={email.html}
            title={`${view === "phone" ? "Phone" : "Desktop"} preview of ${email.subject || "the message"}`}
            width={view === "phone" ? 375 : 640}
            height={view === "phone" ? 667 : 760}
            dark={dark}
            withoutImages={withoutImages}
            withClipLine
          />
        </div>
      )}
      <Size bytes={preview.htmlBytes} language={email.language} />
    </div>
  );
}

/** How near the message is to the place where Gmail cuts. */
function Size({ bytes, language }: { bytes: number; language: string | null }) {
  const share = Math.min(100, (bytes / GMAIL_BYTES) * 100);
  const isOver = bytes > GMAIL_BYTES;
  const isNear = bytes > NEARLY_GMAIL_BYTES;
  return (
    <div className="grid gap-1.5">
      <div className="relative h-1 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <div
          className={cn("h-full", isOver ? "bg-failed" : isNear ? "bg-paused" : "bg-brand")}
          style={{ width: `${share}%` }}
        />
      </div>
      <p className={cn("type-dense text-xs", isOver ? "text-failed" : isNear ? "text-paused" : "text-ink-3")}>
        HTML {formatBytes(bytes)} of 102 KB before Gmail cuts it
        {isOver ? ": the end is hidden" : isNear ? ": with tracked links it may be too much" : ""}
        {language ? ` · ${nameOfLanguage(language)}` : ""}
      </p>
    </div>
  );
}
