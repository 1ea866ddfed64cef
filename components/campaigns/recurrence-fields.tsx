"use client";

import { useMemo, useState } from "react";
import { occurrencesAfter, type RecurringSchedule, scheduleInWords } from "@/contracts/campaign-schedule";
import { type RecurrenceRule, recurrenceRuleSchema, WEEKDAYS } from "@/contracts/recurrence";
import { toLocal } from "@/contracts/zoned-time";
import { timeZones } from "../access/browser-defaults";
import { useWorkspace } from "../providers/workspace-provider";
import { CheckboxField } from "../ui/checkbox";
import { Combobox } from "../ui/combobox";
import { offsetLabel } from "../ui/date-time-field";
import { Field } from "../ui/field";
import { formatDateTime } from "../ui/format";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Select } from "../ui/select";

type Props = { schedule: RecurringSchedule; onChange: (next: RecurringSchedule) => void };

/** The rule of a campaign that repeats, and the next five times it makes, in both zones. */
export function RecurrenceFields({ schedule, onChange }: Props) {
  const { recurrence } = schedule;
  const zones = useMemo(() => timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), []);
  const setRecurrence = (patch: Partial<RecurringSchedule["recurrence"]>) =>
    onChange({ ...schedule, recurrence: { ...recurrence, ...patch } });
  return (
    <div className="grid gap-5">
      <RuleFields rule={recurrence.rule} onChange={(rule) => setRecurrence({ rule })} />
      <div className="flex flex-wrap gap-4">
        <Field label="From">
          <Input
            type="date"
            className="w-44"
            value={recurrence.from}
            onChange={(event) => (event.target.value ? setRecurrence({ from: event.target.value }) : undefined)}
          />
        </Field>
        <Field label="Last day" optional>
          <Input
            type="date"
            className="w-44"
            value={recurrence.until ?? ""}
            onChange={(event) => setRecurrence({ until: event.target.value || null })}
          />
        </Field>
        <Field label="Time zone">
          <Combobox
            className="w-60"
            value={schedule.timeZone}
            onValueChange={(timeZone) => (timeZone ? onChange({ ...schedule, timeZone }) : undefined)}
            options={zones}
            searchPlaceholder="Search time zones"
          />
        </Field>
      </div>
      <CheckboxField
        label="At that time on each person's clock"
        hint="It starts as soon as the first of your people's zones gets there. Who has no time zone gets it by the clock of the workspace."
        checked={schedule.atLocalTime}
        onCheckedChange={(checked) => onChange({ ...schedule, atLocalTime: checked === true })}
      />
      <fieldset className="grid gap-2.5">
        <legend className="pb-1 font-medium text-sm">Who gets each of them</legend>
        <RadioGroup
          aria-label="Who gets each of them"
          value={schedule.audience}
          onValueChange={(audience) => onChange({ ...schedule, audience })}
          options={[
            { value: "each_time", label: "Whoever matches at that time" },
            {
              value: "first",
              label: "Only the people of the first one",
              hint: "Who left the audience since is left out.",
            },
          ]}
        />
      </fieldset>
      <fieldset className="grid gap-2.5">
        <legend className="pb-1 font-medium text-sm">If Carillon was not running at a time, for an hour or more</legend>
        <RadioGroup
          aria-label="If Carillon was not running at a time"
          value={schedule.missed}
          onValueChange={(missed) => onChange({ ...schedule, missed })}
          options={[
            { value: "latest", label: "Send the latest one late", hint: "Of several that were missed, only the last." },
            { value: "skip", label: "Leave it out", hint: "And go on with the next time." },
          ]}
        />
      </fieldset>
      <NextTimes schedule={schedule} />
    </div>
  );
}

const FREQUENCIES = [
  { value: "daily", label: "Day" },
  { value: "weekly", label: "Week" },
  { value: "monthly", label: "Month" },
  { value: "cron", label: "By a cron rule" },
] as const;

const startOf = (freq: RecurrenceRule["freq"], time: string): RecurrenceRule => {
  switch (freq) {
    case "daily":
      return { freq, every: 1, time };
    case "weekly":
      return { freq, every: 1, on: [1], time };
    case "monthly":
      return { freq, every: 1, day: 1, time };
    case "cron":
      return { freq, cron: `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * 1-5` };
  }
};

function RuleFields({ rule, onChange }: { rule: RecurrenceRule; onChange: (rule: RecurrenceRule) => void }) {
  const time = rule.freq === "cron" ? "09:00" : rule.time;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end gap-4">
        {rule.freq === "cron" ? null : (
          <Field label="Every">
            <Input
              type="number"
              min={1}
              max={52}
              className="w-20"
              value={rule.every}
              onChange={(event) =>
                onChange({ ...rule, every: Math.min(52, Math.max(1, Math.round(Number(event.target.value) || 1))) })
              }
            />
          </Field>
        )}
        <Field label="Unit">
          <Select
            className="w-40"
            value={rule.freq}
            onValueChange={(freq) => onChange(startOf(freq, time))}
            options={FREQUENCIES}
          />
        </Field>
        {rule.freq === "monthly" ? (
          <Field label="Day of the month">
            <Input
              type="number"
              min={1}
              max={31}
              className="w-20"
              value={rule.day}
              onChange={(event) =>
                onChange({ ...rule, day: Math.min(31, Math.max(1, Math.round(Number(event.target.value) || 1))) })
              }
            />
          </Field>
        ) : null}
        {rule.freq === "cron" ? null : (
          <Field label="At">
            <Input
              type="time"
              className="w-32"
              value={rule.time}
              onChange={(event) => (event.target.value ? onChange({ ...rule, time: event.target.value }) : undefined)}
            />
          </Field>
        )}
      </div>
      {rule.freq === "weekly" ? <Weekdays on={rule.on} onChange={(on) => onChange({ ...rule, on })} /> : null}
      {rule.freq === "monthly" && rule.day > 28 ? (
        <p className="text-ink-2 text-xs">In shorter months it goes out on the last day.</p>
      ) : null}
      {rule.freq === "cron" ? (
        <CronField cron={rule.cron} onChange={(cron) => onChange({ freq: "cron", cron })} />
      ) : null}
    </div>
  );
}

function Weekdays({ on, onChange }: { on: readonly number[]; onChange: (on: number[]) => void }) {
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
      <legend className="pb-1.5 font-medium text-sm">On</legend>
      {WEEKDAYS.map((name, at) => {
        const day = at + 1;
        const isOn = on.includes(day);
        return (
          <CheckboxField
            key={name}
            label={name}
            checked={isOn}
            // At least one day stays chosen.
            disabled={isOn && on.length === 1}
            onCheckedChange={(checked) =>
              onChange((checked === true ? [...on, day] : on.filter((other) => other !== day)).toSorted())
            }
          />
        );
      })}
    </fieldset>
  );
}

/** What is typed stays here until it is a whole rule. */
function CronField({ cron, onChange }: { cron: string; onChange: (cron: string) => void }) {
  const [text, setText] = useState(cron);
  const read = recurrenceRuleSchema.safeParse({ freq: "cron", cron: text });
  return (
    <Field
      label="Cron rule"
      hint="Minute, hour, day of the month, month, day of the week: 30 8 * * 1-5 is 8:30 on weekdays."
      error={read.success ? undefined : read.error.issues[0]?.message}
    >
      <Input
        mono
        className="w-60"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (recurrenceRuleSchema.safeParse({ freq: "cron", cron: event.target.value }).success)
            onChange(event.target.value.trim());
        }}
      />
    </Field>
  );
}

function NextTimes({ schedule }: { schedule: RecurringSchedule }) {
  const { timeZone } = useWorkspace();
  const next = occurrencesAfter({ ...schedule, atLocalTime: false }, new Date(), [], 5);
  const offsets = next.map(({ at }) => offsetLabel(schedule.timeZone, toLocal(at, schedule.timeZone)));
  return (
    <section aria-label="Next five times" className="grid gap-2 border-line border-t pt-4" aria-live="polite">
      <h3 className="font-medium text-sm">{scheduleInWords(schedule, timeZone)}</h3>
      {next.length === 0 ? (
        <p className="text-failed text-sm">This rule has no time ahead. Choose a later last day or another rule.</p>
      ) : (
        <ol className="type-dense grid gap-1 text-sm">
          {next.map(({ at }, place) => (
            <li key={at} className="flex flex-wrap gap-x-3">
              <span>{formatDateTime(at, schedule.timeZone)}</span>
              {schedule.timeZone === timeZone ? null : (
                <span className="text-ink-2">{formatDateTime(at, timeZone)} here</span>
              )}
              {place > 0 && offsets[place] !== offsets[place - 1] ? (
                <span className="text-ink-2">after the clock change ({offsets[place]})</span>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
