"use client";

import { formatNumber } from "../ui/format";
import { ChartFrame } from "./chart-frame";

export type BarItem = {
  id: string;
  label: string;
  value: number;
  /** Every number leads to its people. */
  href?: string;
  note?: string;
};

export type BarChartProps = {
  title: string;
  summary: string;
  items: readonly BarItem[];
  itemName: string;
  valueName: string;
  formatValue?: (value: number) => string;
  className?: string;
};

/** Amounts side by side, longest possible from zero; the number stands at the bar's end. */
export function BarChart({
  title,
  summary,
  items,
  itemName,
  valueName,
  formatValue = (value) => formatNumber(value),
  className,
}: BarChartProps) {
  const most = Math.max(0, ...items.map((item) => item.value));
  return (
    <ChartFrame
      title={title}
      summary={summary}
      className={className}
      table={{ columns: [itemName, valueName], rows: items.map((item) => [item.label, formatValue(item.value)]) }}
    >
      <ul className="grid gap-1.5">
        {items.map((item) => (
          <li key={item.id} className="grid grid-cols-[minmax(80px,28%)_1fr] items-center gap-3">
            <span className="type-dense truncate text-ink-2 text-sm" title={item.label}>
              {item.label}
            </span>
            <span className="flex items-center gap-2">
              <Bar share={most > 0 ? item.value / most : 0} />
              <BarValue href={item.href} text={formatValue(item.value)} />
              {item.note ? <span className="truncate text-ink-3 text-xs">{item.note}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

/** The bar takes at most 72 % of its cell, so its number always has room beside it. */
export function Bar({ share, className = "bg-chart-1" }: { share: number; className?: string }) {
  return (
    <span
      data-slot="bar-fill"
      aria-hidden="true"
      className={`block h-4 shrink-0 rounded-r-xs ${className}`}
      style={{ width: `max(2px, ${Math.max(0, share) * 72}%)` }}
    />
  );
}

export function BarValue({ href, text }: { href?: string; text: string }) {
  if (!href) return <span className="type-dense font-medium text-sm">{text}</span>;
  return (
    <a
      href={href}
      className="type-dense font-medium text-sm underline decoration-line-strong underline-offset-3 hover:decoration-brand"
    >
      {text}
    </a>
  );
}
