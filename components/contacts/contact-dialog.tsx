"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import { TagsField } from "../people/bulk-inputs";
import { fieldErrorsOf } from "../providers/api-errors";
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
import { editableFields, type FormValues, fieldKeyOf, toFormValues, toPatch } from "./contact-form-values";

type Props = { open: boolean; onClose: () => void /** Leave out to create. */; contact?: Contact };

/** Creates or edits one person; the form is made from the workspace's fields. */
export function ContactDialog({ open, onClose, contact }: Props) {
  const trpc = useTRPC();
  const fields = useQuery(trpc.contacts.fields.queryOptions({}, { enabled: open }));
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={contact ? "Edit contact" : "New contact"}
      description={
        contact
          ? undefined
          : "Give an e-mail address, a phone number or an external id. Consent is recorded on the profile."
      }
    >
      {fields.data ? (
        <ContactForm
          key={contact?.updatedAt ?? "new"}
          fields={fields.data}
          contact={contact ?? null}
          onClose={onClose}
        />
      ) : (
        <Skeleton className="w-full" />
      )}
    </Dialog>
  );
}

type FormProps = { fields: readonly FieldDefinition[]; contact: Contact | null; onClose: () => void };

function ContactForm({ fields, contact, onClose }: FormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const formId = useId();
  const before = toFormValues(contact, fields);
  const [values, setValues] = useState<FormValues>(before);
  const [tags, setTags] = useState<string[]>(contact?.tags ?? []);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const saved = {
    onError: (error: unknown) => {
      const found = Object.entries(fieldErrorsOf(error)).map(([path, text]) => [fieldKeyOf(path), text]);
      setErrors(Object.fromEntries(found));
    },
    onSuccess: (result: Contact) => {
      void queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
      toast(contact ? "Contact saved" : "Contact created");
      // Leaving the page closes the dialog; closing first would write the address and undo the way to the profile.
      if (contact) onClose();
      else router.push(workspace.href(`contacts/${result.id}`));
    },
  };
  const create = useMutation(trpc.contacts.create.mutationOptions(saved));
  const update = useMutation(trpc.contacts.update.mutationOptions(saved));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    const isRetagged = tags.join() !== (contact?.tags ?? []).join();
    const patch = { ...toPatch(before, values, fields), ...(isRetagged ? { tags } : {}) };
    if (!contact) create.mutate(patch);
    else if (Object.keys(patch).length === 0) onClose();
    else update.mutate({ id: contact.id, ...patch });
  };
  const editable = editableFields(fields);
  const general = Object.entries(errors).find(([key]) => !editable.some((field) => field.key === key))?.[1];
  return (
    <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
      {general ? <FormError message={general} /> : null}
      {editable.map((field) => (
        <Field
          key={field.key}
          label={field.label}
          optional={field.key !== "email"}
          {...(errors[field.key] ? { error: errors[field.key] } : {})}
        >
          <ValueInput
            field={field}
            value={values[field.key] ?? ""}
            onChange={(value) => setValues((now) => ({ ...now, [field.key]: value }))}
          />
        </Field>
      ))}
      <TagsField values={tags} onChange={setTags} mayCreate />
      <div className="flex justify-end gap-2 border-line border-t pt-4">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending} loadingLabel="Saving">
          {contact ? "Save" : "Create contact"}
        </Button>
      </div>
    </form>
  );
}

type ValueProps = { field: FieldDefinition; value: string; onChange: (value: string) => void };

const YES_NO = [
  { value: "unset", label: "Not set" },
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
] as const;

/** Receives id and aria attributes from Field. */
function ValueInput({ field, value, onChange, ...aria }: ValueProps) {
  if (field.type === "boolean")
    return (
      <Select
        {...aria}
        options={YES_NO}
        value={value === "true" || value === "false" ? value : "unset"}
        onValueChange={(next) => onChange(next === "unset" ? "" : next)}
      />
    );
  return (
    <Input
      {...aria}
      type={field.type === "date" ? "date" : field.key === "email" ? "email" : "text"}
      inputMode={field.type === "number" ? "decimal" : undefined}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
