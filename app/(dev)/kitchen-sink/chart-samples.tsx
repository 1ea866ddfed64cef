"use client";

import { BarChart } from "@/components/charts/bar-chart";
import { FunnelBars } from "@/components/charts/funnel-bars";
import { LineChart } from "@/components/charts/line-chart";
import { Section } from "@/components/ui/section";

const DAYS = Array.from({ length: 30 }, (_, index) => `${index + 1} Nov`);
const wave = (base: number, swing: number, shift: number) =>
  DAYS.map((_, index) => Math.round(base + swing * Math.sin((index + shift) / 3) + index * 12));

export function ChartSamples() {
  const current = wave(1200, 240, 0);
  return (
    <Section title="Charts" description="Each has its numbers as a table, one press away.">
      <div className="grid gap-12">
        <LineChart
          title="Clicks by people"
          summary="Clicks rose from 1,200 to 1,489 a day over 30 days; the last two days are still coming in."
          xName="Day"
          xLabels={DAYS}
          immatureFrom={27}
          annotations={[{ index: 12, label: "Spring drop" }]}
          series={[
            {
              id: "email",
              label: "Email",
              values: current,
              band: current.map((value) => ({ low: value - 90, high: value + 90 })),
            },
            { id: "sms", label: "SMS", values: wave(620, 120, 4) },
            {
              id: "push",
              label: "Push",
              values: wave(560, 160, 8).map((value, index) => (index === 9 ? null : value)),
            },
            { id: "before", label: "Email, October", values: wave(980, 180, 2), previous: true },
          ]}
        />
        <div className="grid gap-12 xl:grid-cols-2">
          <BarChart
            title="Not sent, by reason"
            summary="312 people were not sent to; most because of the frequency cap."
            itemName="Reason"
            valueName="People"
            items={[
              { id: "cap", label: "Frequency cap", value: 180, href: "#capped" },
              { id: "consent", label: "No consent", value: 96, href: "#consent" },
              { id: "quiet", label: "Quiet hours", value: 31, note: "sent later" },
              { id: "missing", label: "Missing variable", value: 5 },
              { id: "none", label: "Left the segment", value: 0 },
            ]}
          />
          <FunnelBars
            title="From message to order"
            summary="Of 12,408 people sent to, 391 ordered."
            steps={[
              { id: "sent", label: "Sent", count: 12_408, href: "#sent" },
              { id: "delivered", label: "Delivered", count: 12_190, lossLabel: "bounced" },
              { id: "clicked", label: "Clicked", count: 1_844, lossLabel: "did not click" },
              { id: "ordered", label: "Ordered", count: 391, lossLabel: "did not order" },
            ]}
          />
        </div>
      </div>
    </Section>
  );
}
