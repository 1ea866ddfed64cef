"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { WEBHOOK_EVENT_NAMES, WEBHOOK_EVENTS, type WebhookEndpoint, type WebhookEvent } from "@/contracts/webhooks";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { CodeBlock } from "../ui/code-block";
import { Dialog } from "../ui/dialog";
import { Field, FieldSet } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";

type Props = { webhook: WebhookEndpoint | null; onClose: () => void; onSaved: (secret: string | null) => void };

/** Adds or changes a webhook. A new one hands its signing secret on, once. */
export function WebhookDialog({ webhook, onClose, onSaved }: Props) {
  const trpc = useTRPC();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<WebhookEvent>>(() => new Set(webhook?.eventTypes));
  const create = useMutation(trpc.integrations.createWebhook.mutationOptions({ onSuccess: (m) => onSaved(m.secret) }));
  const update = useMutation(trpc.integrations.updateWebhook.mutationOptions({ onSuccess: () => onSaved(null) }));
  const error = create.error ?? update.error;
  const faults = error ? fieldErrorsOf(error) : {};
  const toggle = (name: WebhookEvent, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(name);
    else next.delete(name);
    setChosen(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { url, description, eventTypes: [...chosen] };
    if (webhook) update.mutate({ ...body, webhookId: webhook.id });
    else create.mutate(body);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={webhook ? "Edit webhook" : "Add a webhook"}
    >
      <form noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Address" hint="Reachable from the public internet." error={faults.url}>
          <Input
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            placeholder="https://example.com/carillon"
            autoComplete="off"
          />
        </Field>
        <Field label="Description" optional hint="The program that listens there." error={faults.description}>
          <Input value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <FieldSet legend="Events" hint="What it hears about.">
          <div className="grid max-h-64 gap-2 overflow-y-auto border-line border-y py-3">
            {WEBHOOK_EVENT_NAMES.map((name) => (
              <CheckboxField
                key={name}
                label={WEBHOOK_EVENTS[name]}
                hint={<span className="font-mono text-xs">{name}</span>}
                checked={chosen.has(name)}
                onCheckedChange={(isOn) => toggle(name, isOn === true)}
              />
            ))}
          </div>
        </FieldSet>
        <FormError message={faults.eventTypes ?? (error && !faults.url ? messageOf(error) : undefined)} />
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
            {webhook ? "Save" : "Add webhook"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The signing secret, shown once. */
export function SecretDialog({ secret, isNew, onClose }: { secret: string; isNew: boolean; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="The signing secret"
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <Notice tone="warning" title="Copy it now">
        It is shown this once.{" "}
        {isNew
          ? "Your program needs it to check that calls are ours."
          : "The old one signs too for 24 hours, so your program can change over in between."}
      </Notice>
      <CodeBlock code={secret} title="Signing secret" />
    </Dialog>
  );
}
