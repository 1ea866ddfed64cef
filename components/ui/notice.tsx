import type { ReactNode } from "react";
import { cn } from "./cn";
import { StatusMark, type StatusMarkName } from "./status-mark";

export type NoticeProps = {
  tone: "info" | "warning" | "danger" | "success";
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Announces itself when it appears; for something that just happened. */
  live?: boolean;
  className?: string;
};

const TONES: Record<NoticeProps["tone"], { rule: string; mark: StatusMarkName; word: string }> = {
  info: { rule: "border-brand bg-brand-wash", mark: "scheduled", word: "Note" },
  warning: { rule: "border-paused bg-paused-wash", mark: "paused", word: "Careful" },
  danger: { rule: "border-failed bg-failed-wash", mark: "failed", word: "Problem" },
  success: { rule: "border-live bg-live-wash", mark: "done", word: "Done" },
};

/** A ruled remark in the page: stale data, a setting that blocks something, a limit reached. */
export function Notice({ tone, title, children, actions, live = false, className }: NoticeProps) {
  const { rule, mark, word } = TONES[tone];
  return (
    <div
      data-slot="notice"
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 border-l-2 px-4 py-2.5 text-sm", rule, className)}
    >
      <StatusMark status={mark} label={word} glyphOnly className="mt-0.5" />
      <div className="grid min-w-48 grow basis-0 gap-1">
        <p className="font-medium text-ink">{title}</p>
        {children ? <div className="text-ink-2">{children}</div> : null}
      </div>
      {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
    </div>
  );
}
