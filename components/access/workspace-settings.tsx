"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { z } from "zod";
import { workspaceInputSchema } from "@/contracts/access-inputs";
import { fieldErrorsOf, messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { ErrorState } from "../ui/error-state";
import { applyServerErrors, Form, FormError, FormField, useZodForm } from "../ui/form";
import { Input } from "../ui/input";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";
import { currencies, timeZones } from "./browser-defaults";

const schema = workspaceInputSchema.omit({ locale: true });
type Values = z.input<typeof schema>;
type Parsed = z.output<typeof schema>;

export function WorkspaceSettings() {
  return (
    <>
      <PageHeader title="Workspace" />
      <RequirePermission permission="workspace:manage" what="Workspace settings">
        <WorkspaceLoader />
      </RequirePermission>
    </>
  );
}

function WorkspaceLoader() {
  const trpc = useTRPC();
  const workspace = useQuery(trpc.access.workspace.queryOptions({}));
  if (workspace.isPending) return <Skeleton className="h-64 w-full" />;
  if (workspace.isError)
    return (
      <ErrorState
        title="The settings could not be read"
        detail={messageOf(workspace.error)}
        traceId={traceIdOf(workspace.error)}
        onRetry={() => void workspace.refetch()}
      />
    );
  const { name, timeZone, currency, postalAddress } = workspace.data;
  return <WorkspaceForm values={{ name, timeZone, currency, postalAddress: postalAddress ?? "" }} />;
}

function WorkspaceForm({ values }: { values: Values }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.access.updateWorkspace.mutationOptions());
  const form = useZodForm<Values, Parsed>(schema, { defaultValues: values });
  const zones = useMemo(() => timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), []);
  const money = useMemo(currencies, []);

  const submit = async (input: Parsed) => {
    try {
      await update.mutateAsync(input);
      form.reset(input);
      toast("Workspace saved");
      await queryClient.invalidateQueries({ queryKey: trpc.access.workspace.queryKey() });
      router.refresh();
    } catch (error) {
      applyServerErrors(form, fieldErrorsOf(error));
    }
  };

  return (
    <Form form={form} onSubmit={submit}>
      <FormError message={form.formState.errors.root?.message} />
      <Section
        layout="aside"
        title="Name"
        description="Shown to your team. The address of the workspace stays as it is."
      >
        <FormField<Values>
          name="name"
          label="Workspace name"
          render={(field) => <Input {...field} value={String(field.value)} />}
        />
      </Section>
      <Section
        layout="aside"
        title="Time and money"
        description="Times on every screen and in schedules are in this zone."
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField<Values>
            name="timeZone"
            label="Time zone"
            render={(field) => (
              <Combobox
                options={zones}
                value={String(field.value)}
                onValueChange={(zone) => field.onChange(zone ?? "")}
              />
            )}
          />
          <FormField<Values>
            name="currency"
            label="Currency"
            render={(field) => (
              <Combobox
                options={money}
                value={String(field.value)}
                onValueChange={(code) => field.onChange(code ?? "")}
              />
            )}
          />
        </div>
      </Section>
      <Section
        layout="aside"
        title="Postal address"
        description="Stands in the footer of marketing e-mail. Many countries ask for it, so a campaign cannot leave without one."
      >
        <FormField<Values>
          name="postalAddress"
          label="Street, place, country"
          render={(field) => <Textarea {...field} rows={3} value={String(field.value ?? "")} />}
        />
      </Section>
      <div className="flex justify-end border-line border-t pt-4">
        <Button type="submit" variant="primary" loading={update.isPending} disabled={!form.formState.isDirty}>
          Save
        </Button>
      </div>
    </Form>
  );
}
