"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ATTRIBUTE_TYPES, type AttributeType } from "@/contracts/contacts";
import { TYPE_LABELS } from "../contacts/field-columns";
import { fieldKeyFrom } from "../contacts/field-key";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { InlineEdit } from "../ui/inline-edit";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { toast, toastUndo } from "../ui/toast";

const TYPES = ATTRIBUTE_TYPES.map((value) => ({ value, label: TYPE_LABELS[value] }));

/** The workspace's own fields of companies: add, rename, archive. */
export function CompanyFieldsDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const fields = useQuery(trpc.companies.fields.queryOptions({}));
  const archived = useQuery(trpc.companies.fields.queryOptions({ archived: true }));
  const refresh = () => client.invalidateQueries({ queryKey: trpc.companies.pathKey() });
  const change = useMutation(
    trpc.companies.changeField.mutationOptions({
      onSuccess: refresh,
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const own = (fields.data ?? []).flatMap(({ id, ...field }) => (id ? [{ ...field, id }] : []));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Company fields"
      description="Besides name, domain and external id."
    >
      <div className="grid gap-5">
        <ul className="grid text-sm" aria-label="Company fields">
          {own.map((field) => (
            <li key={field.id} className="flex items-center justify-between gap-3 border-line border-b py-1.5">
              <span className="flex min-w-0 items-center gap-2">
                <InlineEdit
                  label={field.label}
                  value={field.label}
                  onSave={async (label) => {
                    await change.mutateAsync({ id: field.id, label }).catch(() => undefined);
                    return undefined;
                  }}
                />
                <span className="text-ink-3 text-xs">{TYPE_LABELS[field.type]}</span>
              </span>
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Archive ${field.label}`}
                onClick={() =>
                  change.mutate(
                    { id: field.id, archived: true },
                    {
                      onSuccess: () =>
                        toastUndo(`${field.label} archived`, {
                          onUndo: () => change.mutate({ id: field.id, archived: false }),
                        }),
                    },
                  )
                }
              >
                Archive
              </Button>
            </li>
          ))}
          {(archived.data ?? []).map((field) => (
            <li
              key={field.key}
              className="flex items-center justify-between gap-3 border-line border-b py-1.5 text-ink-2"
            >
              <span>{field.label} (archived)</span>
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Restore ${field.label}`}
                onClick={() => field.id && change.mutate({ id: field.id, archived: false })}
              >
                Restore
              </Button>
            </li>
          ))}
        </ul>
        <NewField onCreated={refresh} />
      </div>
    </Dialog>
  );
}

function NewField({ onCreated }: { onCreated: () => void }) {
  const trpc = useTRPC();
  const [label, setLabel] = useState("");
  const [type, setType] = useState<AttributeType>("text");
  const create = useMutation(
    trpc.companies.createField.mutationOptions({
      onSuccess: () => {
        setLabel("");
        onCreated();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ key: fieldKeyFrom(label), label, type });
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_140px_auto]">
      <Field label="New field" {...(create.error ? { error: messageOf(create.error) } : {})}>
        <Input value={label} autoComplete="off" onChange={(event) => setLabel(event.target.value)} />
      </Field>
      <Field label="Type">
        <Select options={TYPES} value={type} onValueChange={setType} />
      </Field>
      <Button type="submit" disabled={label.trim() === ""} loading={create.isPending} loadingLabel="Adding">
        Add field
      </Button>
    </form>
  );
}
