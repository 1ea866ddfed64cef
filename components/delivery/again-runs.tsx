"use client";

import type { AgainRun } from "@/contracts/delivery";
import { Button } from "../ui/button";
import { formatDateTime, formatNumber } from "../ui/format";
import { Section } from "../ui/section";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

export type AgainRunsProps = {
  runs: readonly AgainRun[];
  timeZone: string;
  /** Left out for those who may not launch. */
  onResume?: (runId: string) => void;
  busy: boolean;
};

/** Each second sending of failed or unknown messages with its own numbers; the ones above do not change by it. */
export function AgainRuns({ runs, timeZone, onResume, busy }: AgainRunsProps) {
  if (runs.length === 0) return null;
  return (
    <Section
      title="Sent again"
      description="Messages that failed or may not have arrived, sent a second time because a member said so."
    >
      <ul className="grid">
        {runs.map((run) => (
          <li key={run.runId} className="flex flex-wrap items-center gap-x-5 gap-y-1 border-line border-t py-3 text-sm">
            <StatusMark {...shown(run)} />
            <span className="text-ink-2">{formatDateTime(run.createdAt, timeZone)}</span>
            <span className="tabular-nums">{inWords(run)}</span>
            {run.state === "held" ? (
              <>
                <span className="text-ink-2">{run.problem}</span>
                {onResume ? (
                  <Button size="sm" loading={busy} onClick={() => onResume(run.runId)}>
                    Try again
                  </Button>
                ) : null}
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function shown({ state }: AgainRun): { status: StatusMarkName; label: string } {
  if (state === "done") return { status: "done", label: "Ended" };
  if (state === "held") return { status: "paused", label: "Held" };
  return { status: "live", label: "Sending" };
}

function inWords({ counts }: AgainRun): string {
  const parts: [number, string][] = [
    [counts.accepted, "sent"],
    [counts.delivered, "delivered"],
    [counts.skipped, "left out"],
    [counts.failed, "failed"],
    [counts.unknown, "unknown"],
    [counts.pending, "waiting"],
    [counts.opens.human, "opened"],
    [counts.clicks.human, "clicked"],
  ];
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => `${formatNumber(n)} ${word}`);
  return [`${formatNumber(counts.audience)} people`, ...told].join(" · ");
}
