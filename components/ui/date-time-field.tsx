"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Input } from "./input";

/** "GMT+1" for a zone on a wall-clock date; the zone's name alone when it is unknown to this browser. */
export function offsetLabel(timeZone: string, localDateTime: string): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(localDateTime)?.[0];
  if (!day) return "";
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(
      new Date(`${day}T12:00:00Z`),
    );
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  } catch {
    return "";
  }
}

export type DateTimeFieldProps = Omit<ComponentProps<"input">, "type" | "value" | "onChange"> & {
  /** Wall-clock time in `timeZone`, "2026-11-21T09:00"; never an instant. Conversion is the server's. */
  value: string;
  onValueChange: (value: string) => void;
  /** IANA zone the time is meant in; always printed. */
  timeZone: string;
  /** What the server found out about this time: "02:30 does not exist that night; 03:00 is used." */
  note?: ReactNode;
};

export function DateTimeField({ value, onValueChange, timeZone, note, className, ...props }: DateTimeFieldProps) {
  return (
    <div data-slot="date-time-field" className={cn("grid gap-1.5", className)}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Input
          type="datetime-local"
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          className="w-56"
          {...props}
        />
        <span className="text-ink-2 text-xs">
          {timeZone.replaceAll("_", " ")} <span className="type-dense text-ink-3">{offsetLabel(timeZone, value)}</span>
        </span>
      </div>
      {note ? <p className="text-paused text-xs">{note}</p> : null}
    </div>
  );
}
