import { METRIC_DEFINITIONS } from "@/contracts/reports";

/** Every number of the report in words: what the hints beside them say, in one place and without a pointer. */
export function MetricDefinitions() {
  return (
    <details className="border-line border-t py-4 text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">What these numbers mean</summary>
      <dl className="grid gap-x-8 gap-y-3 pt-4 md:grid-cols-2">
        {Object.entries(METRIC_DEFINITIONS).map(([name, { label, text }]) => (
          <div key={name} className="grid gap-0.5">
            <dt className="font-medium text-ink">{label}</dt>
            <dd className="text-pretty text-ink-2">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
