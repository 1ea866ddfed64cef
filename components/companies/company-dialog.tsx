"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { Company, CompanyField } from "@/contracts/companies";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { type CompanyForm, toCompanyForm, toCompanyPatch } from "./company-form";

type Props = { company: Company | null; onClose: () => void };

/** Creates or edits one company; the form is made from the workspace's company fields. */
export function CompanyDialog({ company, onClose }: Props) {
  const trpc = useTRPC();
  const fields = useQuery(trpc.companies.fields.queryOptions({}));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={company ? `Edit ${company.name}` : "New company"}>
      {fields.data ? (
        <CompanyFormBody fields={fields.data.filter((f) => !f.isStandard)} company={company} onClose={onClose} />
      ) : (
        <Skeleton className="w-full" />
      )}
    </Dialog>
  );
}

function CompanyFormBody({ fields, company, onClose }: Props & { fields: readonly CompanyField[] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const workspace = useWorkspace();
  const before = toCompanyForm(company, fields);
  const [values, setValues] = useState<CompanyForm>(before);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const shared = {
    onSuccess: (saved: Company) => {
      toast(company ? "Company saved" : "Company created");
      void client.invalidateQueries({ queryKey: trpc.companies.pathKey() });
      onClose();
      if (!company) router.push(workspace.href(`companies/${saved.id}`));
    },
    onError: (error: unknown) => {
      const found = fieldErrorsOf(error);
      setErrors(Object.keys(found).length > 0 ? found : { general: messageOf(error) });
    },
  };
  const create = useMutation(trpc.companies.create.mutationOptions(shared));
  const update = useMutation(trpc.companies.update.mutationOptions(shared));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    const patch = toCompanyPatch(before, values, fields);
    if (company) update.mutate({ id: company.id, ...patch });
    else create.mutate({ ...patch, name: values.name ?? "" });
  };
  const set = (key: string) => (value: string) => setValues((now) => ({ ...now, [key]: value }));
  const errorOf = (key: string) => (errors[key] ? { error: errors[key] } : {});
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {errors.general ? <FormError message={errors.general} /> : null}
      <Field label="Name" {...errorOf("name")}>
        <Input value={values.name ?? ""} autoComplete="off" onChange={(event) => set("name")(event.target.value)} />
      </Field>
      <Field label="Domain" hint="The part of e-mail addresses behind the @." optional {...errorOf("domain")}>
        <Input value={values.domain ?? ""} autoComplete="off" onChange={(event) => set("domain")(event.target.value)} />
      </Field>
      <Field label="External id" optional {...errorOf("externalId")}>
        <Input
          mono
          value={values.externalId ?? ""}
          autoComplete="off"
          onChange={(event) => set("externalId")(event.target.value)}
        />
      </Field>
      {fields.map((field) => (
        <Field key={field.key} label={field.label} optional {...errorOf(`attributes.${field.key}`)}>
          {field.type === "boolean" ? (
            <Select
              options={YES_NO}
              value={values[`attributes.${field.key}`] || "unset"}
              onValueChange={(next) => set(`attributes.${field.key}`)(next === "unset" ? "" : next)}
            />
          ) : (
            <Input
              type={field.type === "date" ? "date" : "text"}
              inputMode={field.type === "number" ? "decimal" : undefined}
              autoComplete="off"
              value={values[`attributes.${field.key}`] ?? ""}
              onChange={(event) => set(`attributes.${field.key}`)(event.target.value)}
            />
          )}
        </Field>
      ))}
      <div className="flex justify-end gap-2 border-line border-t pt-4">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending} loadingLabel="Saving">
          {company ? "Save" : "Create company"}
        </Button>
      </div>
    </form>
  );
}

const YES_NO = [
  { value: "unset", label: "Not set" },
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
