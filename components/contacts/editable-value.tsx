"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { toFormValues, toPatch } from "./contact-form-values";

type Props = { contact: Contact; field: FieldDefinition /** As it is read. */; shown: string | null; canEdit: boolean };

const YES_NO = [
  { value: "unset", label: "Not set" },
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
] as const;

/** One value of a contact, changed where it stands: Enter or leaving saves, Escape restores, nothing clears. */
export function EditableValue({ contact, field, shown, canEdit }: Props) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const before = toFormValues(contact, [field]);
  const [draft, setDraft] = useState<string | null>(null);
  const leaving = useRef(false);
  const save = useMutation(
    trpc.contacts.update.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
        void client.invalidateQueries({ queryKey: trpc.profiles.pathKey() });
        close();
      },
    }),
  );
  const close = () => {
    leaving.current = true;
    setDraft(null);
    save.reset();
  };
  const commit = (text: string) => {
    const patch = toPatch(before, { ...before, [field.key]: text }, [field]);
    if (Object.keys(patch).length === 0) close();
    else save.mutate({ id: contact.id, ...patch });
  };
  const empty = <span className="text-ink-3">—</span>;
  if (!canEdit) return shown ?? empty;
  if (draft === null)
    return (
      <button
        type="button"
        onClick={() => {
          leaving.current = false;
          setDraft(before[field.key] ?? "");
        }}
        className="group -mx-1.5 inline-flex max-w-full items-center gap-2 rounded-sm px-1.5 text-left hover:bg-ink/6"
      >
        <span className="min-w-0 break-words">{shown ?? empty}</span>
        <Pencil
          className="size-3.5 shrink-0 stroke-[1.5] text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
          aria-hidden="true"
        />
        <span className="sr-only">Edit {field.label}</span>
      </button>
    );
  const problem = save.error ? (Object.values(fieldErrorsOf(save.error))[0] ?? messageOf(save.error)) : null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") commit(draft);
    if (event.key === "Escape") close();
  };
  return (
    <span className="grid gap-1">
      {field.type === "boolean" ? (
        <Select
          aria-label={field.label}
          options={YES_NO}
          value={draft === "true" || draft === "false" ? draft : "unset"}
          onValueChange={(next) => {
            const text = next === "unset" ? "" : next;
            setDraft(text);
            commit(text);
          }}
        />
      ) : (
        <Input
          autoFocus
          aria-label={field.label}
          aria-invalid={problem ? true : undefined}
          type={field.type === "date" ? "date" : field.key === "email" ? "email" : "text"}
          inputMode={field.type === "number" ? "decimal" : undefined}
          autoComplete="off"
          value={draft}
          readOnly={save.isPending}
          onFocus={(event) => field.type !== "date" && event.target.select()}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => !leaving.current && commit(draft)}
          onKeyDown={onKeyDown}
        />
      )}
      {problem ? (
        <span role="alert" className="text-failed text-xs">
          {problem}
        </span>
      ) : null}
    </span>
  );
}
