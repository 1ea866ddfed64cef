"use client";

import type { RunTimeline, TimelineStep } from "@/contracts/reports";
import { LineChart } from "../charts/line-chart";
import { formatNumber } from "../ui/format";
import { SegmentedControl } from "../ui/segmented-control";

export type ReportTimelineProps = {
  timeline: RunTimeline;
  timeZone: string;
  onStep: (step: TimelineStep) => void;
};

const STEP_MS: Record<TimelineStep, number> = { minute: 60_000, hour: 3_600_000 };

/** How sending and answers came in: by the minute in the first hour, by the hour in the first week. */
export function ReportTimeline({ timeline, timeZone, onStep }: ReportTimelineProps) {
  const { step, points, later } = timeline;
  const labelOf = labeller(timeline, timeZone);
  const sum = (of: "sent" | "opens" | "clicks") => points.reduce((total, point) => total + point[of], 0);
  const [span, each, xName] =
    step === "minute" ? ["first hour", "minute by minute", "Minute"] : ["first week", "hour by hour", "Hour"];
  const xLabels = points.map((_, index) => labelOf(index));
  return (
    <div className="grid gap-3">
      <div className="flex justify-end">
        <SegmentedControl<TimelineStep>
          label="Steps of the chart"
          size="sm"
          value={step}
          onValueChange={onStep}
          options={[
            { value: "minute", label: "First hour" },
            { value: "hour", label: "First week" },
          ]}
        />
      </div>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <LineChart
          title={`Answers, ${each}`}
          summary={`In the ${span} ${formatNumber(sum("opens"))} people opened and ${formatNumber(sum("clicks"))} clicked for the first time${tail({ ...later, sent: 0 })}.`}
          xName={xName}
          xLabels={xLabels}
          series={[
            { id: "opens", label: "Opened", values: points.map((point) => point.opens) },
            { id: "clicks", label: "Clicked", values: points.map((point) => point.clicks) },
          ]}
          height={200}
        />
        <LineChart
          title={`Sent, ${each}`}
          summary={`In the ${span} ${formatNumber(sum("sent"))} messages were sent${tail({ sent: later.sent, opens: 0, clicks: 0 })}.`}
          xName={xName}
          xLabels={xLabels}
          series={[{ id: "sent", label: "Sent", values: points.map((point) => point.sent) }]}
          height={200}
        />
      </div>
    </div>
  );
}

function tail({ sent, opens, clicks }: RunTimeline["later"]): string {
  const parts: [number, string][] = [
    [sent, "sent"],
    [opens, "opened"],
    [clicks, "clicked"],
  ];
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => `${formatNumber(n)} ${word}`);
  return told.length > 0 ? `; later ${told.join(", ")}` : "";
}

/** The clock of the workspace; with the day where the chart spans several. */
function labeller({ step, startedAt, points }: RunTimeline, timeZone: string): (index: number) => string {
  const spansDays = step === "hour" && points.length > 24;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    ...(spansDays ? { weekday: "short" } : {}),
  });
  return (index) => format.format(Date.parse(startedAt) + index * STEP_MS[step]);
}
