"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { PROVIDER_KINDS, PROVIDER_LABELS, type ProviderKind } from "@/contracts/channels";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { ProviderFields } from "./provider-fields";
import { type ChosenKind, KINDS, settingsOf, type Values, valuesOf } from "./provider-form";
import type { ProviderItem } from "./provider-list";

const isChosen = (kind: ProviderKind): kind is ChosenKind => kind !== "local";
const CHOICES = PROVIDER_KINDS.filter(isChosen).map((value) => ({
  value,
  label: PROVIDER_LABELS[value],
  hint: KINDS[value].hint,
}));

type Props = { provider: ProviderItem | null; onClose: () => void; onSaved: () => void };

/** Adds or changes a provider. Secrets go one way: an empty field keeps what is stored. */
export function ProviderDialog({ provider, onClose, onSaved }: Props) {
  const trpc = useTRPC();
  const [values, setValues] = useState(() => valuesOf(provider));
  const create = useMutation(trpc.channels.createProvider.mutationOptions({ onSuccess: onSaved }));
  const update = useMutation(trpc.channels.updateProvider.mutationOptions({ onSuccess: onSaved }));
  const error = create.error ?? update.error;
  const faults = error ? fieldErrorsOf(error) : {};
  const set = (change: Partial<Values>) => setValues((known) => ({ ...known, ...change }));
  const text = (name: keyof Values) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

  const kind = KINDS[values.kind];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name: values.name,
      settings: settingsOf(values, provider),
      fromEmail: values.fromEmail,
      fromName: values.fromName,
      ...(values.secret ? { secret: values.secret } : {}),
      ...(values.webhookSecret ? { webhookSecret: values.webhookSecret } : {}),
    };
    if (provider) update.mutate({ ...body, providerId: provider.id });
    else create.mutate(body);
  };
  const keep = (isSet: boolean | undefined) => (isSet ? "Stored. Leave empty to keep it." : undefined);

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={provider ? `Edit ${provider.name}` : "Add a provider"}
    >
      <form onSubmit={submit} className="grid gap-4">
        {provider ? null : (
          <Field label="Kind">
            <Select
              value={values.kind}
              onValueChange={(chosen) => set({ kind: chosen, callsPerSecond: KINDS[chosen].rate?.preset ?? "" })}
              options={CHOICES}
            />
          </Field>
        )}
        <Field label="Name" hint="As your team calls it." error={faults.name}>
          <Input {...text("name")} required />
        </Field>
        <Field label="Sender name" error={faults.fromName}>
          <Input {...text("fromName")} required />
        </Field>
        <Field label="Sender address" error={faults.fromEmail}>
          <Input {...text("fromEmail")} type="email" required />
        </Field>
        <ProviderFields values={values} set={set} faults={faults} webhookPath={provider?.webhookPath} />
        <Field
          label={kind.secret}
          optional={kind.isSecretOptional}
          hint={keep(provider?.hasSecret) ?? kind.secretHint}
          error={faults.secret}
        >
          <Input
            {...text("secret")}
            type="password"
            autoComplete="new-password"
            required={!kind.isSecretOptional && !provider}
          />
        </Field>
        {kind.webhook ? (
          <Field
            label={kind.webhook.label}
            optional
            hint={
              provider
                ? `Webhook address: ${provider.webhookPath}. ${keep(provider.hasWebhookSecret) ?? kind.webhook.hint}`
                : `${kind.webhook.hint} You can add it later.`
            }
            error={faults.webhookSecret}
          >
            <Input {...text("webhookSecret")} type="password" autoComplete="new-password" />
          </Field>
        ) : null}
        <FormError message={error && Object.keys(faults).every((key) => key === "") ? messageOf(error) : undefined} />
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
            {provider ? "Save" : "Add provider"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
