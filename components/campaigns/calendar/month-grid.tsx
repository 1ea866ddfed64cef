"use client";

import { useState } from "react";
import type { CalendarItem } from "@/contracts/campaign-calendar";
import { WEEKDAYS } from "@/contracts/recurrence";
import { cn } from "../../ui/cn";
import { formatCompact, formatNumber } from "../../ui/format";
import { CalendarEntry } from "./calendar-item";
import { movedTo, pressureOf } from "./days";

export type GridProps = {
  days: readonly string[];
  today: string;
  timeZone: string;
  byDay: ReadonlyMap<string, readonly CalendarItem[]>;
  onMove: (item: CalendarItem, at: string | null) => void;
};

const SHOWN = 4;
const PRESSURE = ["", "w-1/4", "w-2/4", "w-3/4", "w-full"] as const;

export const peopleOn = (items: readonly CalendarItem[]): number =>
  items.reduce((sum, item) => sum + (item.status === "draft" ? 0 : (item.people ?? 0)), 0);

/** Six weeks; a bar under the date says how many are written to that day against the fullest one. */
export function MonthGrid({ days, month, today, timeZone, byDay, onMove }: GridProps & { month: string }) {
  const [dragged, setDragged] = useState<CalendarItem | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [openDays, setOpenDays] = useState<ReadonlySet<string>>(new Set());
  const most = Math.max(0, ...days.map((day) => peopleOn(byDay.get(day) ?? [])));
  return (
    <div className="grid grid-cols-7 border-line border-t border-l">
      {WEEKDAYS.map((name) => (
        <div key={name} className="border-line border-r border-b px-2 py-1 text-ink-2 text-xs" aria-hidden="true">
          {name.slice(0, 3)}
        </div>
      ))}
      {days.map((day) => {
        const items = byDay.get(day) ?? [];
        const people = peopleOn(items);
        const shown = openDays.has(day) ? items : items.slice(0, SHOWN);
        return (
          <section
            key={day}
            aria-label={dayLabel(day)}
            onDragOver={(event) => {
              if (!dragged) return;
              event.preventDefault();
              setOver(day);
            }}
            onDragLeave={() => setOver((now) => (now === day ? null : now))}
            onDrop={() => {
              if (dragged) onMove(dragged, movedTo(dragged.at, timeZone, day));
              setOver(null);
              setDragged(null);
            }}
            className={cn(
              "grid min-h-28 min-w-0 content-start gap-1 border-line border-r border-b p-1",
              !day.startsWith(month) && "bg-sunken",
              over === day && "bg-brand-wash",
            )}
          >
            <p className="flex items-baseline justify-between gap-2 px-1 text-xs">
              <span className={cn(day === today ? "font-semibold text-brand" : "text-ink-2")}>
                {Number(day.slice(8))}
                {day === today ? <span className="sr-only">, today</span> : null}
              </span>
              {people > 0 ? (
                <span className="type-dense text-ink-2" title={`${formatNumber(people)} people are written to`}>
                  {formatCompact(people)}
                  <span className="sr-only"> people are written to</span>
                </span>
              ) : null}
            </p>
            {people > 0 ? (
              <span aria-hidden="true" className="mx-1 block h-0.5 bg-line">
                <span className={cn("block h-full bg-brand", PRESSURE[pressureOf(people, most)])} />
              </span>
            ) : null}
            {shown.map((item) => (
              <CalendarEntry
                key={`${item.campaignId} ${item.at}`}
                item={item}
                onMove={onMove}
                onDragStart={setDragged}
              />
            ))}
            {items.length > shown.length ? (
              <button
                type="button"
                className="min-h-6 px-1 text-left text-ink-2 text-xs underline"
                onClick={() => setOpenDays(new Set([...openDays, day]))}
              >
                {items.length - shown.length} more
                <span className="sr-only"> on {dayLabel(day)}</span>
              </button>
            ) : null}
          </section>
        );
      })}
    </div>
  );
}

export const dayLabel = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
