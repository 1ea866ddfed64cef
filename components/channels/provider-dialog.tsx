"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ProviderSettings } from "@/contracts/channels";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import type { ProviderItem } from "./provider-list";

type Security = "starttls" | "tls" | "none";
type Values = {
  kind: "smtp" | "resend";
  name: string;
  host: string;
  port: string;
  security: Security;
  user: string;
  secret: string;
  webhookSecret: string;
  callsPerSecond: string;
  fromEmail: string;
  fromName: string;
};

function valuesOf(provider: ProviderItem | null): Values {
  const smtp = provider?.settings.kind === "smtp" ? provider.settings : null;
  const resend = provider?.settings.kind === "resend" ? provider.settings : null;
  return {
    kind: resend ? "resend" : "smtp",
    name: provider?.name ?? "",
    host: smtp?.host ?? "",
    port: String(smtp?.port ?? 587),
    security: smtp?.security ?? "starttls",
    user: smtp?.user ?? "",
    secret: "",
    webhookSecret: "",
    callsPerSecond: String(resend?.callsPerSecond ?? 2),
    fromEmail: provider?.fromEmail ?? "",
    fromName: provider?.fromName ?? "",
  };
}

function settingsOf(values: Values, before: ProviderItem | null): ProviderSettings {
  if (values.kind === "resend") {
    const baseUrl = before?.settings.kind === "resend" ? before.settings.baseUrl : undefined;
    return { kind: "resend", callsPerSecond: Number(values.callsPerSecond), ...(baseUrl ? { baseUrl } : {}) };
  }
  const maxConnections = before?.settings.kind === "smtp" ? before.settings.maxConnections : 5;
  const { host, security, user } = values;
  return { kind: "smtp", host, port: Number(values.port), security, maxConnections, ...(user ? { user } : {}) };
}

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
              onValueChange={(kind) => set({ kind })}
              options={[
                { value: "smtp", label: "SMTP", hint: "Any mail server or relay" },
                { value: "resend", label: "Resend", hint: "By its HTTP API" },
              ]}
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
        {values.kind === "smtp" ? (
          <>
            <Field label="Host" error={faults["settings.host"]}>
              <Input {...text("host")} required />
            </Field>
            <Field label="Port" error={faults["settings.port"]}>
              <Input {...text("port")} inputMode="numeric" required />
            </Field>
            <Field label="Encryption">
              <Select
                value={values.security}
                onValueChange={(security) => set({ security })}
                options={[
                  { value: "starttls", label: "STARTTLS (usually port 587)" },
                  { value: "tls", label: "TLS (usually port 465)" },
                  { value: "none", label: "None (only on your own network)" },
                ]}
              />
            </Field>
            <Field label="User name" optional>
              <Input {...text("user")} autoComplete="off" />
            </Field>
          </>
        ) : (
          <Field
            label="Calls a second"
            hint="What your account allows; one call carries up to 100 messages."
            error={faults["settings.callsPerSecond"]}
          >
            <Input {...text("callsPerSecond")} inputMode="decimal" required />
          </Field>
        )}
        <Field
          label={values.kind === "smtp" ? "Password" : "API key"}
          optional={values.kind === "smtp"}
          hint={keep(provider?.hasSecret)}
          error={faults.secret}
        >
          <Input
            {...text("secret")}
            type="password"
            autoComplete="new-password"
            required={values.kind === "resend" && !provider}
          />
        </Field>
        {values.kind === "resend" ? (
          <Field
            label="Webhook secret"
            optional
            hint={
              provider
                ? `Webhook address: ${provider.webhookPath}. ${keep(provider.hasWebhookSecret) ?? ""}`
                : "Starts with whsec_. You can add it later."
            }
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
