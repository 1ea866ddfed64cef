"use client";

import { useState } from "react";
import type { AudienceWaterfall } from "@/contracts/campaigns";
import { formatNumber } from "../ui/format";
import { AudiencePeopleSheet, type AudienceSource, type WaterfallLine } from "./audience-people-sheet";

/** From matched to will receive, as a sum written down: every line is a number of people and opens the list of them. */
export function Waterfall({
  waterfall,
  source,
  dimmed = false,
}: {
  waterfall: AudienceWaterfall;
  source: AudienceSource;
  dimmed?: boolean;
}) {
  const [line, setLine] = useState<WaterfallLine | null>(null);
  const open = (code: string, label: string) => () => setLine({ code, label });
  return (
    <>
      <dl
        className={dimmed ? "refetching grid max-w-110 text-sm" : "grid max-w-110 text-sm"}
        aria-label="Who will receive it"
      >
        <Line label="Match" value={formatNumber(waterfall.matched)} onOpen={open("matched", "Match")} />
        {waterfall.steps.map((step) => (
          <Line
            key={step.code}
            label={step.label}
            value={`− ${formatNumber(step.people)}`}
            onOpen={open(step.code, step.label)}
            quiet
          />
        ))}
        <Line
          label="Will receive"
          value={formatNumber(waterfall.willReceive)}
          onOpen={open("will_receive", "Will receive")}
          strong
        />
      </dl>
      <AudiencePeopleSheet source={source} line={line} onClose={() => setLine(null)} />
    </>
  );
}

function Line({
  label,
  value,
  onOpen,
  quiet = false,
  strong = false,
}: {
  label: string;
  value: string;
  onOpen: () => void;
  quiet?: boolean;
  strong?: boolean;
}) {
  return (
    <div
      className={`flex items-baseline justify-between gap-4 border-line border-b py-1.5 ${strong ? "border-line-strong" : ""}`}
    >
      <dt className={quiet ? "text-ink-2" : "text-ink"}>
        <button
          type="button"
          onClick={onOpen}
          className="min-h-6 text-left underline decoration-line-strong/50 underline-offset-4 hover:decoration-brand"
        >
          {label}
          <span className="sr-only">: show these people</span>
        </button>
      </dt>
      <dd
        className={`type-dense tabular-nums ${strong ? "font-semibold text-lg" : ""} ${quiet ? "text-ink-2" : "text-ink"}`}
      >
        {value}
      </dd>
    </div>
  );
}
