"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Permission } from "@/contracts/access";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { CodeBlock } from "../ui/code-block";
import { Dialog } from "../ui/dialog";
import { Field, FieldSet } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";

const EXPIRY = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
] as const;
type Expiry = (typeof EXPIRY)[number]["value"];
const DAY_MS = 86_400_000;

/** Asks for a name and permissions, then shows the secret, once. */
export function CreateApiKey({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = (next: boolean) => {
    if (!next) setSecret(null);
    onOpenChange(next);
  };
  if (secret)
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title="Your new key"
        footer={<Button onClick={() => close(false)}>Done</Button>}
      >
        <Notice tone="warning" title="Copy it now">
          It is shown this once. We keep only a hash of it.
        </Notice>
        <CodeBlock code={secret} title="Secret key" />
      </Dialog>
    );
  return (
    <Dialog open={open} onOpenChange={close} title="Create an API key">
      <KeyForm onCreated={setSecret} />
    </Dialog>
  );
}

function KeyForm({ onCreated }: { onCreated: (secret: string) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { permissions } = useWorkspace();
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<Expiry>("365");
  const [scopes, setScopes] = useState<ReadonlySet<Permission>>(new Set());
  const [faults, setFaults] = useState<{ name?: string; scopes?: string }>({});
  const create = useMutation(
    trpc.access.createApiKey.mutationOptions({
      onSuccess: (made) => {
        void queryClient.invalidateQueries({ queryKey: trpc.access.apiKeys.queryKey() });
        onCreated(made.secret);
      },
    }),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(name.trim() === "" && { name: "Give the key a name, such as the system that uses it." }),
      ...(scopes.size === 0 && { scopes: "Choose at least one permission." }),
    };
    setFaults(found);
    if (found.name || found.scopes) return;
    const expiresAt = expiry === "never" ? null : new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
    create.mutate({ name, scopes: [...scopes], expiresAt });
  };

  const toggle = (scope: Permission, on: boolean) => {
    const next = new Set(scopes);
    if (on) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };

  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <FormError message={create.isError ? messageOf(create.error) : faults.scopes} />
      <Field label="Name" hint="The program that will use it." error={faults.name}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoFocus />
      </Field>
      <Field label="Expires">
        <Select options={EXPIRY} value={expiry} onValueChange={setExpiry} />
      </Field>
      <FieldSet legend="Permissions" hint="Give no more than the program needs.">
        <div className="flex gap-3">
          <Button size="sm" variant="ghost" onClick={() => setScopes(new Set(permissions))}>
            All
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setScopes(new Set())}>
            None
          </Button>
        </div>
        <div className="grid max-h-64 gap-2 overflow-y-auto border-line border-y py-3 sm:grid-cols-2">
          {permissions.map((scope) => (
            <CheckboxField
              key={scope}
              label={<span className="font-mono text-xs">{scope}</span>}
              checked={scopes.has(scope)}
              onCheckedChange={(on) => toggle(scope, on === true)}
            />
          ))}
        </div>
      </FieldSet>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create key
        </Button>
      </div>
    </form>
  );
}
