"use client";

import { type ReactNode, useRef, useState } from "react";
import { formatCompact, formatNumber } from "../ui/format";
import { ChartFrame } from "./chart-frame";
import { labelIndexes, linePath, niceTicks, spreadLabels } from "./chart-scale";
import { MAX_SERIES, SERIES_STYLES } from "./chart-series";
import { useWidth } from "./use-width";

export type LineSeries = {
  id: string;
  label: string;
  /** One per x label; null where there is no measurement. */
  values: readonly (number | null)[];
  /** The same measure one period earlier: dotted, in ink-3, and no colour of its own. */
  previous?: boolean;
  /** Interval around each value. */
  band?: readonly ({ low: number; high: number } | null)[];
};

export type LineChartProps = {
  title: string;
  summary: string;
  /** What stands on the x axis, already formatted. */
  xLabels: readonly string[];
  xName: string;
  /** At most five are drawn; further ones are in the table. */
  series: readonly LineSeries[];
  formatValue?: (value: number) => string;
  formatTick?: (value: number) => string;
  /** From this index on the numbers are still coming in: hatched. */
  immatureFrom?: number;
  annotations?: readonly { index: number; label: string }[];
  height?: number;
  className?: string;
};

const PAD = { top: 10, right: 112, bottom: 24, left: 44 };

/** Values over time, labelled at the line's end; the crosshair reads every series at one x. */
export function LineChart(props: LineChartProps) {
  const { title, summary, xLabels, xName, series, formatValue = (value) => formatNumber(value), className } = props;
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : formatValue(value);
  return (
    <ChartFrame
      title={title}
      summary={summary}
      className={className}
      table={{
        columns: [xName, ...series.map((one) => one.label)],
        rows: xLabels.map((label, index) => [label, ...series.map((one) => shown(one.values[index]))]),
      }}
    >
      <LinePlot {...props} shown={shown} />
    </ChartFrame>
  );
}

type PlotProps = LineChartProps & { shown: (value: number | null | undefined) => string };

function LinePlot({
  xLabels,
  series,
  summary,
  formatTick = (value) => formatCompact(value),
  immatureFrom,
  annotations = [],
  height = 240,
  shown,
}: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 640);
  const [at, setAt] = useState<number | null>(null);

  const styled = styleSeries(series);
  const all = styled.flatMap((one) => [...one.values, ...(one.band ?? []).map((range) => range?.high ?? null)]);
  const numbers = all.filter((value) => value !== null);
  const ticks = niceTicks(Math.min(0, ...numbers), Math.max(0, ...numbers));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const right = width < 480 ? 12 : PAD.right;
  const plotWidth = Math.max(40, width - PAD.left - right);
  const plotBottom = height - PAD.bottom;
  const x = (index: number) =>
    PAD.left + (xLabels.length > 1 ? (index * plotWidth) / (xLabels.length - 1) : plotWidth / 2);
  const y = (value: number) => plotBottom - ((value - low) / (high - low)) * (plotBottom - PAD.top);
  const pointsOf = (values: readonly (number | null)[]) =>
    values.map((value, index) => (value === null ? null : { x: x(index), y: y(value) }));
  const ends = styled.map((one) => {
    const index = one.values.findLastIndex((value) => value !== null);
    return { x: x(Math.max(0, index)), y: y(one.values[index] ?? 0) };
  });
  const labelYs = spreadLabels(
    ends.map((end) => end.y),
    15,
    PAD.top,
    plotBottom,
  );

  return (
    <div className="grid gap-2">
      <div
        ref={box}
        className="relative"
        onPointerMove={(event) => {
          const left = event.clientX - event.currentTarget.getBoundingClientRect().left - PAD.left;
          const index = Math.round((left / plotWidth) * (xLabels.length - 1));
          setAt(Math.min(xLabels.length - 1, Math.max(0, index)));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={summary}
          className="type-dense block max-w-full text-xs"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={PAD.left}
                x2={PAD.left + plotWidth}
                y1={y(tick)}
                y2={y(tick)}
                className={tick === 0 ? "stroke-line-strong" : "stroke-line"}
              />
              <text x={PAD.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-ink-3">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {labelIndexes(xLabels.length, Math.max(2, Math.floor(plotWidth / 90))).map((index, place, shownIndexes) => (
            <text
              key={index}
              x={x(index)}
              y={height - 6}
              textAnchor={place === 0 ? "start" : place === shownIndexes.length - 1 ? "end" : "middle"}
              className="fill-ink-3"
            >
              {xLabels[index]}
            </text>
          ))}
          {immatureFrom !== undefined && immatureFrom < xLabels.length ? (
            <HatchedArea from={x(immatureFrom)} to={PAD.left + plotWidth} top={PAD.top} bottom={plotBottom} />
          ) : null}
          {styled.map((one) => (
            <Band key={one.id} colour={one.colour} band={one.band} x={x} y={y} />
          ))}
          {annotations.map((flag) => (
            <g key={`${flag.index}-${flag.label}`} className="text-ink-2">
              <line x1={x(flag.index)} x2={x(flag.index)} y1={PAD.top} y2={plotBottom} className="stroke-line-strong" />
              <path d={`M${x(flag.index)} ${PAD.top}h8l-2.5 3.5 2.5 3.5h-8z`} fill="currentColor" />
              <text x={x(flag.index) + 12} y={PAD.top + 7} fill="currentColor">
                {flag.label}
              </text>
            </g>
          ))}
          {styled.map((one) => (
            <path
              key={one.id}
              d={linePath(pointsOf(one.values))}
              fill="none"
              stroke={one.colour}
              strokeWidth="1.5"
              strokeDasharray={one.dash}
              strokeLinejoin="round"
            />
          ))}
          {width < 480
            ? null
            : styled.map((one, place) => (
                <text
                  key={one.id}
                  x={PAD.left + plotWidth + 8}
                  y={labelYs[place]}
                  dy="0.32em"
                  className="fill-ink font-medium"
                >
                  <tspan fill={one.colour}>{"— "}</tspan>
                  {one.label}
                </text>
              ))}
          {at === null ? null : (
            <g>
              <line x1={x(at)} x2={x(at)} y1={PAD.top} y2={plotBottom} className="stroke-ink-2" />
              {styled.map((one) => {
                const value = one.values[at];
                return value === null || value === undefined ? null : (
                  <circle key={one.id} cx={x(at)} cy={y(value)} r="3" fill={one.colour} className="stroke-surface" />
                );
              })}
            </g>
          )}
        </svg>
        {at === null ? null : (
          <Readout title={xLabels[at] ?? ""} left={x(at)} width={width}>
            {styled.map((one) => (
              <ReadoutLine key={one.id} colour={one.colour} label={one.label} value={shown(one.values[at])} />
            ))}
          </Readout>
        )}
      </div>
      {width < 480 ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {styled.map((one) => (
            <li key={one.id} className="inline-flex items-center gap-1.5">
              <LineSample colour={one.colour} dash={one.dash} /> {one.label}
            </li>
          ))}
        </ul>
      ) : null}
      {series.length > MAX_SERIES ? (
        <p className="text-ink-2 text-xs">{series.length - styled.length} more are in the table.</p>
      ) : null}
    </div>
  );
}

type StyledSeries = LineSeries & { colour: string; dash: string | undefined };

function styleSeries(series: readonly LineSeries[]): StyledSeries[] {
  let place = 0;
  return series.slice(0, MAX_SERIES).map((one) => {
    if (one.previous) return { ...one, colour: "var(--ink-3)", dash: "1 3" };
    const style = SERIES_STYLES[place % MAX_SERIES] ?? SERIES_STYLES[0];
    place += 1;
    return { ...one, colour: style.colour, dash: style.dash };
  });
}

type BandProps = {
  colour: string;
  band: LineSeries["band"];
  x: (index: number) => number;
  y: (value: number) => number;
};

function Band({ colour, band, x, y }: BandProps) {
  if (!band) return null;
  const known = band.flatMap((range, index) => (range ? [{ ...range, index }] : []));
  const upper = known.map((range) => `${x(range.index)} ${y(range.high)}`);
  const lower = known.toReversed().map((range) => `${x(range.index)} ${y(range.low)}`);
  return <path d={`M${[...upper, ...lower].join("L")}Z`} fill={colour} opacity="0.14" />;
}

function HatchedArea({ from, to, top, bottom }: { from: number; to: number; top: number; bottom: number }) {
  return (
    <foreignObject x={from} y={top} width={Math.max(0, to - from)} height={bottom - top}>
      <div className="hatched size-full text-line" title="Still coming in" />
    </foreignObject>
  );
}

function LineSample({ colour, dash }: { colour: string; dash: string | undefined }) {
  return (
    <svg width="18" height="6" aria-hidden="true">
      <line x1="0" x2="18" y1="3" y2="3" stroke={colour} strokeWidth="1.5" strokeDasharray={dash} />
    </svg>
  );
}

type ReadoutProps = { title: string; left: number; width: number; children: ReactNode };

function Readout({ title, left, width, children }: ReadoutProps) {
  const before = left > width / 2;
  return (
    <div
      className="pointer-events-none absolute top-2 z-10 min-w-36 rounded-lg border border-line bg-surface px-3 py-2 shadow-lift"
      style={before ? { right: width - left + 10 } : { left: left + 10 }}
    >
      <p className="type-dense mb-1 text-ink-2 text-xs">{title}</p>
      {children}
    </div>
  );
}

function ReadoutLine({ colour, label, value }: { colour: string; label: string; value: string }) {
  return (
    <p className="type-dense flex items-center gap-2 text-xs">
      <span className="h-0.5 w-3" style={{ background: colour }} aria-hidden="true" />
      <span className="grow text-ink-2">{label}</span>
      <span className="font-medium text-ink">{value}</span>
    </p>
  );
}
