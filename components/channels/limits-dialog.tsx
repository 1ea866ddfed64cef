"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toLocal } from "@/contracts/zoned-time";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { SwitchField } from "../ui/switch";
import { Textarea } from "../ui/textarea";
import { curveOf, domainsFaultOf, type LimitValues, limitsOf, limitValuesOf } from "./limits-form";
import type { ProviderItem } from "./provider-list";

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));
const GROWTHS = [
  { value: "1.25", label: "A quarter more every day" },
  { value: "1.5", label: "Half as much again every day" },
  { value: "2", label: "Twice as much every day" },
];

type Props = { provider: ProviderItem; onClose: () => void; onSaved: () => void };

/** How fast and how much may leave by a provider. Shared by all campaigns and workers; it holds within twenty seconds. */
export function LimitsDialog({ provider, onClose, onSaved }: Props) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [values, setValues] = useState(() =>
    limitValuesOf(provider.limits, toLocal(new Date().toISOString(), timeZone).slice(0, 10)),
  );
  const save = useMutation(trpc.channels.updateProvider.mutationOptions({ onSuccess: onSaved }));
  const faults = save.error ? fieldErrorsOf(save.error) : {};
  const fault = (name: string) =>
    Object.entries(faults).find(([path]) => path === `limits.${name}` || path.startsWith(`limits.${name}.`))?.[1];
  const set = (change: Partial<LimitValues>) => setValues((known) => ({ ...known, ...change }));
  const text = (name: Exclude<keyof LimitValues, "isWarming">) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ providerId: provider.id, limits: limitsOf(values) });
  };
  const growths = GROWTHS.some(({ value }) => value === values.growth)
    ? GROWTHS
    : [...GROWTHS, { value: values.growth, label: `${values.growth} times every day` }];
  const isNamed = ["perMinute", "domains", "warmUp"].some(fault);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Limits of ${provider.name}`}
      description="All campaigns share them. Who has to wait is sent to later; tests and confirmations never wait."
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Messages a minute" optional hint="Over all recipients." error={fault("perMinute")}>
          <Input {...text("perMinute")} inputMode="numeric" />
        </Field>
        <Field
          label="Messages a minute to one domain"
          optional
          hint="One domain a line with its limit, such as gmail.com 300."
          error={domainsFaultOf(faults, save.variables?.limits?.domains)}
        >
          <Textarea {...text("domains")} rows={3} spellCheck={false} />
        </Field>
        <SwitchField
          label="Warm-up plan"
          hint="A new sender starts small and grows day by day, so that mailboxes learn to trust it."
          checked={values.isWarming}
          onCheckedChange={(isWarming) => set({ isWarming })}
        />
        {values.isWarming ? (
          <>
            <Field label="First day" error={fault("warmUp.startsOn")}>
              <Input {...text("startsOn")} type="date" required />
            </Field>
            <Field label="Messages on the first day" error={fault("warmUp.firstDay")}>
              <Input {...text("firstDay")} inputMode="numeric" required />
            </Field>
            <Field label="Growth" error={fault("warmUp.growth")}>
              <Select value={values.growth} onValueChange={(growth) => set({ growth })} options={growths} />
            </Field>
            <Field
              label="Warm at"
              hint={curveOf(values) ?? "Messages a day at which the plan is over."}
              error={fault("warmUp.target")}
            >
              <Input {...text("target")} inputMode="numeric" required />
            </Field>
            <Field
              label="The rest of a day goes on at"
              hint={`The next day, ${timeZone}.`}
              error={fault("warmUp.hour")}
            >
              <Select value={values.hour} onValueChange={(hour) => set({ hour })} options={HOURS} />
            </Field>
          </>
        ) : null}
        <FormError message={save.error && !isNamed ? (Object.values(faults)[0] ?? undefined) : undefined} />
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={save.isPending}>
            Save limits
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
