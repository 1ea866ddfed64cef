"use client";

import { formatNumber } from "../../ui/format";
import { CalendarEntry } from "./calendar-item";
import { dayLabel, type GridProps, peopleOn } from "./month-grid";

/** The days on which something goes out, one under the other: the calendar on a phone. */
export function Agenda({ days, today, byDay, onMove }: Omit<GridProps, "timeZone">) {
  const full = days.filter((day) => (byDay.get(day) ?? []).length > 0);
  if (full.length === 0)
    return <p className="border-line border-t py-4 text-ink-2 text-sm">Nothing goes out in this time.</p>;
  return (
    <ol className="border-line border-t">
      {full.map((day) => {
        const items = byDay.get(day) ?? [];
        const people = peopleOn(items);
        return (
          <li key={day} className="grid gap-1.5 border-line border-b py-3">
            <h3 className="flex items-baseline justify-between gap-3 text-sm">
              <span className={day === today ? "font-semibold text-brand" : "font-medium"}>
                {dayLabel(day)}
                {day === today ? ", today" : ""}
              </span>
              {people > 0 ? <span className="type-dense text-ink-2 text-xs">{formatNumber(people)} people</span> : null}
            </h3>
            {items.map((item) => (
              <CalendarEntry
                key={`${item.campaignId} ${item.at}`}
                item={item}
                onMove={onMove}
                onDragStart={() => undefined}
              />
            ))}
          </li>
        );
      })}
    </ol>
  );
}
