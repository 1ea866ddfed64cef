"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { ROLE_LABELS, ROLES, type Role, type SsoConnection } from "@/contracts/access";
import { ssoConnectionInputSchema } from "@/contracts/access-inputs";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { applyServerErrors, Form, FormError, FormField, useZodForm } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";

/** While editing an empty secret means "keep the one there is". */
const editSchema = ssoConnectionInputSchema.extend({ clientSecret: z.string().max(1000) });
type Values = z.input<typeof editSchema>;
type Parsed = z.output<typeof editSchema>;

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }));

type Props = { open: boolean; onOpenChange: (open: boolean) => void; connection?: SsoConnection };

export function SsoConnectionForm({ open, onOpenChange, connection }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={connection ? `Edit “${connection.name}”` : "Add an OpenID provider"}
    >
      <ConnectionFields connection={connection} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ConnectionFields({ connection, onDone }: { connection?: SsoConnection; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.access.createSsoConnection.mutationOptions());
  const update = useMutation(trpc.access.updateSsoConnection.mutationOptions());
  const form = useZodForm<Values, Parsed>(connection ? editSchema : ssoConnectionInputSchema, {
    defaultValues: {
      name: connection?.name ?? "Company login",
      issuer: connection?.issuer ?? "",
      clientId: connection?.clientId ?? "",
      clientSecret: "",
      enabled: connection?.enabled ?? true,
      defaultRole: connection?.defaultRole ?? "viewer",
    },
  });

  const submit = async ({ clientSecret, ...input }: Parsed) => {
    try {
      if (connection)
        await update.mutateAsync({
          ...changedOf(connection, input),
          ...(clientSecret && { clientSecret }),
          id: connection.id,
        });
      else await create.mutateAsync({ ...input, clientSecret });
      toast(connection ? "Provider saved" : "Provider added");
      await queryClient.invalidateQueries({ queryKey: trpc.access.ssoConnections.queryKey() });
      onDone();
    } catch (error) {
      applyServerErrors(form, fieldErrorsOf(error));
    }
  };

  return (
    <Form form={form} onSubmit={submit} className="grid gap-5">
      <FormError message={form.formState.errors.root?.message} />
      <FormField<Values>
        name="name"
        label="Name"
        render={(field) => <Input {...field} value={String(field.value)} />}
      />
      <FormField<Values>
        name="issuer"
        label="Issuer"
        hint="As in the provider's discovery document."
        render={(field) => (
          <Input mono {...field} value={String(field.value)} placeholder="https://login.example.com" />
        )}
      />
      <FormField<Values>
        name="clientId"
        label="Client id"
        render={(field) => <Input mono {...field} value={String(field.value)} autoComplete="off" />}
      />
      <FormField<Values>
        name="clientSecret"
        label="Client secret"
        hint={connection ? "Leave empty to keep the present one." : "Kept encrypted; never shown again."}
        render={(field) => (
          <Input mono {...field} value={String(field.value)} type="password" autoComplete="new-password" />
        )}
      />
      <FormField<Values>
        name="defaultRole"
        label="New people become"
        render={(field) => <Select options={ROLE_OPTIONS} value={field.value as Role} onValueChange={field.onChange} />}
      />
      <SwitchField
        label="People may sign in with it"
        checked={Boolean(form.watch("enabled"))}
        onCheckedChange={(on) => form.setValue("enabled", on, { shouldDirty: true })}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          {connection ? "Save" : "Add provider"}
        </Button>
      </div>
    </Form>
  );
}

/** Only what changed is sent: naming the issuer again would sign people out. */
function changedOf(
  connection: SsoConnection,
  input: Omit<Parsed, "clientSecret">,
): Partial<Omit<Parsed, "clientSecret">> {
  return Object.fromEntries(
    Object.entries(input).filter(([key, value]) => connection[key as keyof SsoConnection] !== value),
  );
}
