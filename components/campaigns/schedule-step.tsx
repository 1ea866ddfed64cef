"use client";

import { useState } from "react";
import { localToInstant, toLocal } from "@/contracts/zoned-time";
import { useWorkspace } from "../providers/workspace-provider";
import { DateTimeField } from "../ui/date-time-field";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { Section } from "../ui/section";
import { SpokenTimeField } from "./spoken-time-field";
import type { CampaignDraft } from "./use-campaign-draft";

const HOUR = 3_600_000;

/** Now, or at a time in the workspace's zone; the chosen time is an instant, whatever zone one reads it in. */
export function ScheduleStep({
  draft,
  onChange,
}: {
  draft: CampaignDraft;
  onChange: (patch: Partial<CampaignDraft>) => void;
}) {
  const { timeZone } = useWorkspace();
  const { schedule } = draft;
  const [local, setLocal] = useState(() => (schedule.kind === "at" ? toLocal(schedule.at, timeZone) : ""));
  const take = (at: string) => {
    setLocal(toLocal(at, timeZone));
    onChange({ schedule: { kind: "at", at, timeZone } });
  };
  const set = (value: string) => {
    setLocal(value);
    const at = localToInstant(value, timeZone);
    if (at) onChange({ schedule: { kind: "at", at, timeZone } });
  };
  const chooseTime = () => {
    const suggested = toLocal(new Date(Math.ceil((Date.now() + HOUR) / HOUR) * HOUR).toISOString(), timeZone);
    set(local || suggested);
  };
  return (
    <Section title="When it goes out">
      <div className="grid gap-5">
        <RadioGroup
          aria-label="When it goes out"
          value={schedule.kind}
          onValueChange={(kind) => (kind === "now" ? onChange({ schedule: { kind: "now" } }) : chooseTime())}
          options={[
            { value: "now", label: "As soon as you send it", hint: "You get ten seconds to take it back." },
            {
              value: "at",
              label: "At a time you choose",
              hint: "You can move or stop it until the first message leaves.",
            },
          ]}
        />
        {schedule.kind === "at" ? (
          <>
            <SpokenTimeField timeZone={timeZone} onTake={take} />
            <Field
              label="Date and time"
              error={Date.parse(schedule.at) <= Date.now() ? "This time has passed. Choose a later one." : undefined}
            >
              <DateTimeField value={local} onValueChange={set} timeZone={timeZone} />
            </Field>
          </>
        ) : null}
      </div>
    </Section>
  );
}
