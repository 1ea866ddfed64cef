"use client";

import { Fragment, useState } from "react";
import type { CalendarItem } from "@/contracts/campaign-calendar";
import type { QuietHours } from "@/contracts/sending-policy";
import { toLocal } from "@/contracts/zoned-time";
import { cn } from "../../ui/cn";
import { formatNumber } from "../../ui/format";
import { CalendarEntry } from "./calendar-item";
import { isQuietHour, movedTo } from "./days";
import { dayLabel, type GridProps, peopleOn } from "./month-grid";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Seven days by the hour; quiet hours are hatched, and what is dropped on an hour goes out in it. */
export function WeekGrid({ days, today, timeZone, byDay, quiet, onMove }: GridProps & { quiet: QuietHours | null }) {
  const [dragged, setDragged] = useState<CalendarItem | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const hourOf = (item: CalendarItem) => Number(toLocal(item.at, timeZone).slice(11, 13));
  return (
    <div className="grid grid-cols-[3rem_repeat(7,minmax(0,1fr))] border-line border-t border-l">
      <div className="border-line border-r border-b" />
      {days.map((day) => {
        const people = peopleOn(byDay.get(day) ?? []);
        return (
          <div key={day} className="grid border-line border-r border-b px-2 py-1 text-xs">
            <span className={cn(day === today ? "font-semibold text-brand" : "text-ink")}>
              {dayLabel(day).slice(0, 3)} {Number(day.slice(8))}
            </span>
            <span className="type-dense text-ink-2">{people > 0 ? `${formatNumber(people)} people` : "–"}</span>
          </div>
        );
      })}
      {HOURS.map((hour) => {
        const isQuiet = isQuietHour(hour, quiet);
        return (
          <Fragment key={hour}>
            <div className="type-dense border-line border-r border-b px-1 py-1 text-right text-ink-2 text-xs">
              {String(hour).padStart(2, "0")}:00
            </div>
            {days.map((day) => {
              const cell = `${day} ${hour}`;
              const items = (byDay.get(day) ?? []).filter((item) => hourOf(item) === hour);
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: a drop target; the same is done in words in each entry
                <div
                  key={cell}
                  onDragOver={(event) => {
                    if (!dragged) return;
                    event.preventDefault();
                    setOver(cell);
                  }}
                  onDragLeave={() => setOver((now) => (now === cell ? null : now))}
                  onDrop={() => {
                    if (dragged) onMove(dragged, movedTo(dragged.at, timeZone, day, hour));
                    setOver(null);
                    setDragged(null);
                  }}
                  className={cn(
                    "grid min-h-7 min-w-0 content-start gap-0.5 border-line border-r border-b p-0.5",
                    isQuiet && "bg-sunken",
                    over === cell && "bg-brand-wash",
                  )}
                >
                  {items.map((item) => (
                    <CalendarEntry
                      key={`${item.campaignId} ${item.at}`}
                      item={item}
                      onMove={onMove}
                      onDragStart={setDragged}
                    />
                  ))}
                </div>
              );
            })}
          </Fragment>
        );
      })}
    </div>
  );
}
