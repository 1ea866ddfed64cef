"use client";

import { Button } from "./button";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { StatusMark } from "./status-mark";

export type ErrorStateProps = {
  /** What happened, plainly: "The list could not be loaded." */
  title: string;
  /** What is safe and what to do: "Nothing was sent." */
  detail?: string;
  traceId?: string;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
};

/** Stands exactly where the data would be; the rest of the page goes on working. */
export function ErrorState({ title, detail, traceId, onRetry, retrying, className }: ErrorStateProps) {
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn("grid justify-items-start gap-3 border-failed border-l-2 py-3 pl-4", className)}
    >
      <div className="grid gap-1">
        <p className="flex items-center gap-2 font-medium text-base text-ink">
          <StatusMark status="failed" label="Problem:" glyphOnly />
          {title}
        </p>
        {detail ? <p className="max-w-140 text-ink-2 text-sm">{detail}</p> : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {onRetry ? (
          <Button onClick={onRetry} loading={retrying} loadingLabel="Trying again">
            Try again
          </Button>
        ) : null}
        {traceId ? (
          <span className="inline-flex items-center gap-1 text-ink-2 text-xs">
            Trace <code className="font-mono">{traceId}</code>
            <CopyButton value={traceId} label="Copy trace id" />
          </span>
        ) : null}
      </div>
    </div>
  );
}
