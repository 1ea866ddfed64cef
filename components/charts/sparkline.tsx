import { cn } from "../ui/cn";
import { linePath } from "./chart-scale";

export type SparklineProps = {
  values: readonly (number | null)[];
  /** Said instead of the line: "Size over 30 days, 11,020 to 12,408". */
  label: string;
  width?: number;
  height?: number;
  className?: string;
};

/** The shape of a number's last days, for a table cell. The number itself stands beside it. */
export function Sparkline({ values, label, width = 88, height = 20, className }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = values.map((value, index) =>
    value === null
      ? null
      : {
          x: 2 + (index * (width - 6)) / Math.max(1, values.length - 1),
          y: height - 3 - ((value - low) / span) * (height - 6),
        },
  );
  const end = points.findLast((point) => point !== null);
  return (
    <svg
      data-slot="sparkline"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={cn("inline-block align-middle text-chart-1", className)}
    >
      <path d={linePath(points)} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      {end ? <circle cx={end.x} cy={end.y} r="2" fill="currentColor" /> : null}
    </svg>
  );
}
