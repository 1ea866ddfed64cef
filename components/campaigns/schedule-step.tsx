"use client";

import { useState } from "react";
import type { CampaignSchedule, LocalSchedule, RecurringSchedule } from "@/contracts/campaign-schedule";
import { localToInstant, toLocal } from "@/contracts/zoned-time";
import { useWorkspace } from "../providers/workspace-provider";
import { DateTimeField } from "../ui/date-time-field";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Section } from "../ui/section";
import { RecurrenceFields } from "./recurrence-fields";
import { SpokenTimeField } from "./spoken-time-field";
import type { CampaignDraft } from "./use-campaign-draft";

const HOUR = 3_600_000;

/** The next full hour that is at least an hour away, as wall-clock time: a slot to start from. */
const suggested = (timeZone: string): string =>
  toLocal(new Date(Math.ceil((Date.now() + HOUR) / HOUR) * HOUR).toISOString(), timeZone);

const weekly = (timeZone: string): RecurringSchedule => {
  const [day = "", clock = "09:00"] = suggested(timeZone).split("T");
  const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return {
    kind: "recurring",
    recurrence: { rule: { freq: "weekly", every: 1, on: [weekday], time: clock }, from: day, until: null },
    timeZone,
    atLocalTime: false,
    audience: "each_time",
    missed: "latest",
  };
};

type Props = { draft: CampaignDraft; isScheduled: boolean; onChange: (patch: Partial<CampaignDraft>) => void };

/** Now, at one moment for all, at one time on everybody's clock, or again and again. */
export function ScheduleStep({ draft, isScheduled, onChange }: Props) {
  const { timeZone } = useWorkspace();
  const { schedule } = draft;
  const set = (next: CampaignSchedule) => onChange({ schedule: next });
  // Whatever time was chosen is kept while one tries the other kinds.
  const [slot, setSlot] = useState(() =>
    schedule.kind === "at" ? toLocal(schedule.at, timeZone) : schedule.kind === "local" ? schedule.local : "",
  );
  const [series, setSeries] = useState(() => (schedule.kind === "recurring" ? schedule : null));
  const choose = (kind: CampaignSchedule["kind"]) => {
    const local = slot || suggested(timeZone);
    if (kind === "now") return set({ kind });
    if (kind === "recurring") return set(series ?? weekly(timeZone));
    setSlot(local);
    const at = localToInstant(local, timeZone);
    if (kind === "local") return set({ kind, local, past: "next_day" });
    if (at) set({ kind, at, timeZone });
  };
  return (
    <Section title="When it goes out">
      <div className="grid gap-6">
        <RadioGroup
          aria-label="When it goes out"
          value={schedule.kind}
          onValueChange={choose}
          options={[
            {
              value: "now",
              label: "As soon as you send it",
              hint: isScheduled
                ? "It has a time already: take it back to draft to send it at once."
                : "You get ten seconds to take it back.",
              disabled: isScheduled,
            },
            {
              value: "at",
              label: "At a time you choose",
              hint: "You can move or stop it until the first message leaves.",
            },
            {
              value: "local",
              label: "At that time on each person's clock",
              hint: "9:00 in Tokyo and 9:00 in Lisbon. Who has no time zone gets it by the clock of the workspace.",
            },
            {
              value: "recurring",
              label: "Again and again",
              hint: "Every time is a campaign of its own with its own report; nobody gets one twice.",
            },
          ]}
        />
        {schedule.kind === "at" ? (
          <OneMoment
            at={schedule.at}
            slot={slot}
            onSlot={(local) => {
              setSlot(local);
              const at = localToInstant(local, timeZone);
              if (at) set({ kind: "at", at, timeZone });
            }}
          />
        ) : null}
        {schedule.kind === "local" ? (
          <LocalMoment
            schedule={schedule}
            onChange={(next) => {
              setSlot(next.local);
              set(next);
            }}
          />
        ) : null}
        {schedule.kind === "recurring" ? (
          <RecurrenceFields
            schedule={schedule}
            onChange={(next) => {
              setSeries(next);
              set(next);
            }}
          />
        ) : null}
        <Field
          label="Messages a minute, at most"
          optional
          hint="So that a shop or a call centre is not overrun. Empty: as fast as the provider takes them."
        >
          <Input
            inputMode="numeric"
            value={draft.content.perMinute ?? ""}
            onChange={(event) => {
              const perMinute = Number(event.target.value.replaceAll(/\D/g, "").slice(0, 7)) || null;
              onChange({ content: { ...draft.content, perMinute: perMinute && Math.min(perMinute, 1_000_000) } });
            }}
          />
        </Field>
      </div>
    </Section>
  );
}

function OneMoment({ at, slot, onSlot }: { at: string; slot: string; onSlot: (local: string) => void }) {
  const { timeZone } = useWorkspace();
  return (
    <>
      <SpokenTimeField timeZone={timeZone} onTake={(instant) => onSlot(toLocal(instant, timeZone))} />
      <Field
        label="Date and time"
        error={Date.parse(at) <= Date.now() ? "This time has passed. Choose a later one." : undefined}
      >
        <DateTimeField value={slot} onValueChange={onSlot} timeZone={timeZone} />
      </Field>
    </>
  );
}

function LocalMoment({ schedule, onChange }: { schedule: LocalSchedule; onChange: (next: LocalSchedule) => void }) {
  const { timeZone } = useWorkspace();
  return (
    <>
      <SpokenTimeField
        timeZone={timeZone}
        onTake={(instant) => onChange({ ...schedule, local: toLocal(instant, timeZone) })}
      />
      <Field label="Date and time on each person's clock">
        <DateTimeField
          value={schedule.local}
          onValueChange={(local) => (/^\d{4}-.{12}$/.test(local) ? onChange({ ...schedule, local }) : undefined)}
          timeZone={timeZone}
          note="The zone is the one used for people whose own is not known."
        />
      </Field>
      <fieldset className="grid gap-2.5">
        <legend className="pb-1 font-medium text-sm">Where it is later than that already</legend>
        <RadioGroup
          aria-label="Where it is later than that already"
          value={schedule.past}
          onValueChange={(past) => onChange({ ...schedule, past })}
          options={[
            { value: "next_day", label: "Send at that time a day later" },
            { value: "now", label: "Send at once" },
          ]}
        />
      </fieldset>
    </>
  );
}
