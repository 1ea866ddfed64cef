import type { AudienceWaterfall } from "@/contracts/campaigns";
import { formatNumber } from "../ui/format";

/** From matched to will receive, as a sum written down: every line is a number of people. */
export function Waterfall({ waterfall, dimmed = false }: { waterfall: AudienceWaterfall; dimmed?: boolean }) {
  return (
    <dl
      className={dimmed ? "refetching grid max-w-110 text-sm" : "grid max-w-110 text-sm"}
      aria-label="Who will receive it"
    >
      <Line label="Match" value={formatNumber(waterfall.matched)} />
      {waterfall.steps.map((step) => (
        <Line key={step.code} label={step.label} value={`− ${formatNumber(step.people)}`} quiet />
      ))}
      <Line label="Will receive" value={formatNumber(waterfall.willReceive)} strong />
    </dl>
  );
}

function Line({
  label,
  value,
  quiet = false,
  strong = false,
}: {
  label: string;
  value: string;
  quiet?: boolean;
  strong?: boolean;
}) {
  return (
    <div
      className={`flex items-baseline justify-between gap-4 border-line border-b py-1.5 ${strong ? "border-line-strong" : ""}`}
    >
      <dt className={quiet ? "text-ink-2" : "text-ink"}>{label}</dt>
      <dd
        className={`type-dense tabular-nums ${strong ? "font-semibold text-lg" : ""} ${quiet ? "text-ink-2" : "text-ink"}`}
      >
        {value}
      </dd>
    </div>
  );
}
