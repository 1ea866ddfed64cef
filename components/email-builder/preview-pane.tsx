"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { EmailPreview, PreviewContact } from "@/contracts/content";
import { cn } from "../ui/cn";
import { formatBytes } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { Notice } from "../ui/notice";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { ChecksPanel } from "./checks-panel";
import { EmailFrame } from "./email-frame";

const VIEWS = ["desktop", "phone", "text", "checks"] as const;
type View = (typeof VIEWS)[number];

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
  const [isDark, setIsDark] = useState(false);
  const findings = preview?.findings ?? [];
  const open = findings.filter((finding) => finding.level !== "good").length;
  const step = (by: number) => {
    const count = people.length + 1;
    onPersonChange(((person + 1 + by + count) % count) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Arrows inside the view switch belong to it.
    if (event.target instanceof HTMLElement && event.target.closest("[role=group]")) return;
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
          value={view}
          onValueChange={setView}
          options={[
            { value: "desktop", label: "Desktop" },
            { value: "phone", label: "Phone" },
            { value: "text", label: "Text" },
            { value: "checks", label: open > 0 ? `Checks (${open})` : "Checks" },
          ]}
        />
        {view === "desktop" || view === "phone" ? (
          // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a labelable button.
          <label className="flex items-center gap-2 text-ink-2 text-xs">
            <Switch checked={isDark} onCheckedChange={setIsDark} /> Dark
          </label>
        ) : null}
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
      <Shown preview={preview} view={view} isDark={isDark} isStale={isStale} />
    </section>
  );
}

type ShownProps = { preview: EmailPreview | undefined; view: View; isDark: boolean; isStale: boolean };

function Shown({ preview, view, isDark, isStale }: ShownProps) {
  if (!preview) return <Skeleton className="h-96 w-full" />;
  if (view === "checks") return <ChecksPanel findings={preview.findings} />;
  const { email } = preview;
  if (!email) return null;
  return (
    <div className={cn("grid gap-3 transition-opacity", isStale && "opacity-60")}>
      <div className="grid gap-0.5 border-line border-y py-2 text-sm">
        <p className="truncate font-semibold text-ink">{email.subject || "No subject"}</p>
        <p className="truncate text-ink-2 text-xs">{email.preheader || "No preheader"}</p>
      </div>
      {view === "text" ? (
        <pre className="max-h-[70vh] overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-surface p-4 font-mono text-ink text-xs">
          {email.text}
        </pre>
      ) : (
        <div className="rounded-lg border border-line bg-sunken">
          <EmailFrame
            html={email.html}
            title={`${view === "phone" ? "Phone" : "Desktop"} preview of ${email.subject || "the message"}`}
            width={view === "phone" ? 375 : 640}
            height={view === "phone" ? 667 : 760}
            isDark={isDark}
          />
        </div>
      )}
      <p className="type-dense text-ink-3 text-xs">
        HTML {formatBytes(preview.htmlBytes)} of 102 KB before Gmail cuts it
      </p>
    </div>
  );
}
