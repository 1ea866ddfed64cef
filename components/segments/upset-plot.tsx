"use client";

import { useMemo } from "react";
import type { SegmentOverlap } from "@/contracts/segment-insight";
import { ChartFrame } from "../charts/chart-frame";
import { formatNumber } from "../ui/format";

const ROW = 26;
const BAR_AREA = 132;
const COLUMN = 38;
const LABELS = 190;
const SHOWN = 16;

/** UpSet plot: a column per exact combination of segments, as high as it has people; dots say which segments it is. */
export function UpsetPlot({ overlap }: { overlap: SegmentOverlap }) {
  const names = useMemo(() => new Map(overlap.segments.map(({ id, name }) => [id, name])), [overlap.segments]);
  const nameAll = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(" and ");
  const shared = overlap.intersections
    .filter((part) => part.segments.length > 1)
    .reduce((sum, part) => sum + part.people, 0);
  const all = overlap.intersections.reduce((sum, part) => sum + part.people, 0);
  return (
    <ChartFrame
      title="Who is in which of them"
      summary={`${formatNumber(all)} people in all; ${formatNumber(shared)} of them are in more than one segment.`}
      table={{
        columns: ["In exactly these", "People"],
        rows: overlap.intersections.map((part) => [nameAll(part.segments), formatNumber(part.people)]),
      }}
    >
      <div className="overflow-x-auto">
        <Plot overlap={overlap} nameAll={nameAll} />
      </div>
      {overlap.intersections.length > SHOWN ? (
        <p className="text-ink-2 text-xs">The {SHOWN} largest combinations are drawn; the table has all of them.</p>
      ) : null}
    </ChartFrame>
  );
}

function Plot({ overlap, nameAll }: { overlap: SegmentOverlap; nameAll: (ids: readonly string[]) => string }) {
  const shown = overlap.intersections.slice(0, SHOWN);
  const most = Math.max(1, ...shown.map((part) => part.people));
  const width = LABELS + Math.max(3, shown.length) * COLUMN + 12;
  const height = BAR_AREA + 16 + overlap.segments.length * ROW;
  return (
    <svg width={width} height={height} role="img" aria-label="Combinations of segments by number of people">
      {overlap.segments.map((segment, row) => (
        <g key={segment.id} transform={`translate(0 ${BAR_AREA + 16 + row * ROW})`}>
          {row % 2 === 0 ? <rect width={width} height={ROW} className="fill-sunken" /> : null}
          <text x={4} y={ROW / 2 + 4} className="fill-ink text-xs">
            {segment.name.length > 22 ? `${segment.name.slice(0, 21)}…` : segment.name}
            <title>{segment.name}</title>
          </text>
          <text x={LABELS - 14} y={ROW / 2 + 4} textAnchor="end" className="fill-ink-2 text-xs tabular-nums">
            {formatNumber(segment.size)}
          </text>
        </g>
      ))}
      {shown.map((part, column) => {
        const x = LABELS + column * COLUMN + COLUMN / 2;
        const bar = Math.max(2, (part.people / most) * (BAR_AREA - 22));
        const rows = overlap.segments.flatMap(({ id }, row) => (part.segments.includes(id) ? [row] : []));
        const centre = (row: number) => BAR_AREA + 16 + row * ROW + ROW / 2;
        return (
          <g key={part.segments.join(" ")}>
            <title>{`${nameAll(part.segments)}: ${formatNumber(part.people)} people`}</title>
            <rect x={x - 10} y={BAR_AREA - bar} width={20} height={bar} className="fill-chart-1" />
            <text x={x} y={BAR_AREA - bar - 5} textAnchor="middle" className="fill-ink text-xs tabular-nums">
              {formatNumber(part.people)}
            </text>
            {overlap.segments.map(({ id }, row) => (
              <circle
                key={id}
                cx={x}
                cy={centre(row)}
                r={5}
                className={part.segments.includes(id) ? "fill-ink" : "fill-line-strong/40"}
              />
            ))}
            <line
              x1={x}
              x2={x}
              y1={centre(rows[0] ?? 0)}
              y2={centre(rows.at(-1) ?? 0)}
              className="stroke-2 stroke-ink"
            />
          </g>
        );
      })}
    </svg>
  );
}
