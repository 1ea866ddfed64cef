"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { readSpokenTime } from "./spoken-time";

/** “Thursday, 26 November 2026 at 09:00 CET”: the whole date, so a misread word is seen before it counts. */
const fullDate = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(new Date(at));

/** A time in people's words. It counts once it was shown as a full date and taken with Enter or the button. */
export function SpokenTimeField({
  timeZone,
  onTake,
  label = "In your words",
  takeLabel = "Use this time",
}: {
  timeZone: string;
  onTake: (at: string) => void;
  label?: string;
  takeLabel?: string;
}) {
  const [text, setText] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const read = text.trim() === "" ? null : readSpokenTime(text, new Date(), timeZone);
  const take = () => {
    setIsAsked(true);
    if (!read?.ok) return;
    onTake(read.at);
    setText("");
    setIsAsked(false);
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        hint="For example tomorrow 9, next Tue 8:30, in 2 hours, 5 Dec 14:00"
        error={isAsked && read && !read.ok ? read.problem : undefined}
      >
        <Input
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onBlur={() => setIsAsked(text.trim() !== "")}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            take();
          }}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3" aria-live="polite">
        {read?.ok ? (
          <>
            <output className="text-sm">{fullDate(read.at, timeZone)}</output>
            <Button size="sm" onClick={take}>
              {takeLabel}
            </Button>
          </>
        ) : null}
      </div>
    </div>
  );
}
