"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import { tagKey, tagNameSchema } from "@/contracts/tags";
import { ChipsInput } from "../condition-builder/chips-input";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

type TagsProps = { values: readonly string[]; onChange: (names: string[]) => void; mayCreate: boolean };
const OFFERED = 12;

/** Tags by name, with those of the workspace offered below; another spelling of one there becomes that one. */
export function TagsField({ values, onChange, mayCreate }: TagsProps) {
  const trpc = useTRPC();
  const known = useQuery(trpc.contacts.tags.queryOptions({}));
  const labelId = useId();
  const hintId = useId();
  const byKey = new Map((known.data ?? []).map((tag) => [tagKey(tag.name), tag.name]));
  const accept = (text: string): string | null => {
    const name = tagNameSchema.safeParse(text).data;
    if (name === undefined) return null;
    return byKey.get(tagKey(name)) ?? (mayCreate ? name : null);
  };
  const left = (known.data ?? []).filter((tag) => !values.some((name) => tagKey(name) === tagKey(tag.name)));
  return (
    <div className="grid gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Tags
      </span>
      <ChipsInput label="Tags" values={values} onValuesChange={onChange} accept={accept} describedBy={hintId} />
      <p id={hintId} className="text-ink-2 text-xs">
        {mayCreate ? "Type and press Enter. A new name makes a new tag." : "Type the name of a tag and press Enter."}
      </p>
      {left.length > 0 ? (
        <ul className="flex flex-wrap gap-1" aria-label="Tags of this workspace">
          {left.slice(0, OFFERED).map((tag) => (
            <li key={tag.id}>
              <Button size="sm" variant="ghost" onClick={() => onChange([...values, tag.name])}>
                {tag.name}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

type FieldValueProps = {
  fields: readonly FieldDefinition[];
  fieldKey: string;
  /** "" while nothing is given, null to empty the field. */
  value: string | number | boolean | null;
  onFieldChange: (key: string) => void;
  onValueChange: (value: string | number | boolean | null) => void;
};

const MODES = [
  { value: "set", label: "Set to a value" },
  { value: "clear", label: "Empty the field" },
] as const;
const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
] as const;

/** Which field, and its value or none. */
export function FieldValue({ fields, fieldKey, value, onFieldChange, onValueChange }: FieldValueProps) {
  const field = fields.find((one) => one.key === fieldKey);
  const text = value === null ? "" : String(value);
  return (
    <>
      <Field label="Field">
        <Select
          options={fields.map((one) => ({ value: one.key, label: one.label }))}
          value={fieldKey}
          onValueChange={(key) => {
            onFieldChange(key);
            onValueChange("");
          }}
        />
      </Field>
      <Field label="What to do">
        <Select
          options={MODES}
          value={value === null ? "clear" : "set"}
          onValueChange={(mode) => onValueChange(mode === "clear" ? null : "")}
        />
      </Field>
      {value === null ? null : (
        <Field label="Value">
          {field?.type === "boolean" ? (
            <Select
              options={YES_NO}
              value={value === true ? "true" : value === false ? "false" : undefined}
              placeholder="Choose yes or no"
              onValueChange={(next) => onValueChange(next === "true")}
            />
          ) : (
            <Input
              type={field?.type === "date" ? "date" : "text"}
              {...(field?.type === "number" ? { inputMode: "decimal" as const } : {})}
              value={text}
              onChange={(event) => onValueChange(valueOfText(field, event.target.value))}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** Sent as typed when it is no number, so that the server says what is wrong. */
function valueOfText(field: FieldDefinition | undefined, text: string): string | number {
  if (field?.type !== "number" || text.trim() === "" || /[.,]$/.test(text)) return text;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) ? number : text;
}
