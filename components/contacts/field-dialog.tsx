"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { ContactFieldSummary } from "@/contracts/contact-fields";
import { ATTRIBUTE_TYPES, type AttributeType } from "@/contracts/contacts";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { toast } from "../ui/toast";
import { TYPE_LABELS } from "./field-columns";
import { fieldKeyFrom } from "./field-key";

const TYPES = ATTRIBUTE_TYPES.map((value) => ({ value, label: TYPE_LABELS[value] }));

type Props = { field: ContactFieldSummary | null; onClose: () => void };

/** Makes a field, or gives one another name. */
export function FieldDialog({ field, onClose }: Props) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const formId = useId();
  const [label, setLabel] = useState(field?.label ?? "");
  const [key, setKey] = useState<string | null>(null);
  const [type, setType] = useState<AttributeType>("text");
  const [errors, setErrors] = useState<Record<string, string>>({});
  const saved = (text: string) => ({
    onSuccess: () => {
      toast(text);
      onClose();
      return client.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
    },
    onError: (error: unknown) => {
      const found = fieldErrorsOf(error);
      setErrors(Object.keys(found).length > 0 ? found : { general: messageOf(error) });
    },
  });
  const create = useMutation(trpc.contacts.createField.mutationOptions(saved("Field created")));
  const rename = useMutation(trpc.contacts.renameField.mutationOptions(saved("Field renamed")));
  const ownKey = key ?? fieldKeyFrom(label);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    if (field?.id) rename.mutate({ id: field.id, label });
    else create.mutate({ key: ownKey, label, type });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={field ? `Rename “${field.label}”` : "New contact field"}
      description={field ? "Merge tags and rules use the key, which stays." : undefined}
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        {errors.general ? <FormError message={errors.general} /> : null}
        <Field label="Name" {...(errors.label ? { error: errors.label } : {})}>
          <Input value={label} autoComplete="off" onChange={(event) => setLabel(event.target.value)} />
        </Field>
        {field ? null : (
          <>
            <Field label="Type">
              <Select options={TYPES} value={type} onValueChange={setType} />
            </Field>
            <Field
              label="Key"
              hint={`In merge tags: {{ contact.${ownKey || "key"} }}. It cannot be changed later.`}
              {...(errors.key ? { error: errors.key } : {})}
            >
              <Input mono value={ownKey} autoComplete="off" onChange={(event) => setKey(event.target.value)} />
            </Field>
          </>
        )}
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" loading={create.isPending || rename.isPending} loadingLabel="Saving">
            {field ? "Rename field" : "Create field"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
