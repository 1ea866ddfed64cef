"use client";

import type { ConditionValue } from "@/contracts/documents/condition";
import type { ValueKind } from "@/contracts/operators";
import { Input } from "../ui/input";
import { ChipsInput } from "./chips-input";

export type ValueEditorProps = {
  kind: ValueKind;
  /** "Age is at least": names the control for people who do not see the row. */
  label: string;
  value: ConditionValue;
  onChange: (value: ConditionValue) => void;
  invalid?: boolean;
  describedBy?: string;
  disabled?: boolean;
};

/** The control for what an operator compares with. An empty control is no value. */
export function ValueEditor(props: ValueEditorProps) {
  const { kind, label, value, onChange } = props;
  const shared = { invalid: props.invalid, describedBy: props.describedBy, disabled: props.disabled };
  switch (kind) {
    case "none":
      return null;
    case "text":
      return <Single {...shared} label={label} type="text" value={value} onChange={onChange} />;
    case "number":
      return <Single {...shared} label={label} type="number" value={value} onChange={onChange} />;
    case "date":
      return (
        <span className="flex items-center gap-2">
          <Single {...shared} label={label} type="date" value={value} onChange={onChange} />
          <UtcNote />
        </span>
      );
    case "days":
      return (
        <span className="flex items-center gap-2">
          <Single {...shared} label={`${label} (days)`} type="number" value={value} onChange={onChange} narrow />
          <span className="text-ink-2 text-sm">days</span>
        </span>
      );
    case "number_range":
    case "date_range":
      return (
        <Range
          {...shared}
          label={label}
          type={kind === "date_range" ? "date" : "number"}
          value={value}
          onChange={onChange}
        />
      );
    case "text_list":
      return <ChipsInput {...shared} label={label} values={textsOf(value)} onValuesChange={onChange} />;
    case "number_list":
      return (
        <ChipsInput
          {...shared}
          label={label}
          inputMode="decimal"
          values={textsOf(value)}
          accept={(text) => (Number.isFinite(Number(text)) ? String(Number(text)) : null)}
          onValuesChange={(values) => onChange(values.map(Number))}
        />
      );
  }
}

const textsOf = (value: ConditionValue): string[] => (Array.isArray(value) ? value.map(String) : []);

const UtcNote = () => (
  <span className="type-dense text-ink-3 text-xs" title="Days begin and end at midnight UTC">
    UTC
  </span>
);

type SingleProps = Pick<ValueEditorProps, "label" | "value" | "onChange" | "invalid" | "describedBy" | "disabled"> & {
  type: "text" | "number" | "date";
  narrow?: boolean;
};

function Single({ label, type, value, onChange, invalid, describedBy, disabled, narrow }: SingleProps) {
  const shown = typeof value === "string" || typeof value === "number" ? value : "";
  // A rule written by the API may name a second; a date control would hide that, a text shows it.
  const isTime = type === "date" && typeof shown === "string" && shown.includes("T");
  return (
    <Input
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      type={isTime ? "text" : type}
      step={type === "number" ? "any" : undefined}
      value={shown}
      disabled={disabled}
      className={narrow ? "w-20" : type === "date" ? "w-40" : undefined}
      onChange={(event) => {
        if (event.target.value === "") onChange(undefined);
        else if (type !== "number") onChange(event.target.value);
        else if (Number.isFinite(event.target.valueAsNumber)) onChange(event.target.valueAsNumber);
      }}
    />
  );
}

function Range({ label, type, value, onChange, ...shared }: SingleProps & { type: "number" | "date" }) {
  const [low, high] = Array.isArray(value) ? value : [undefined, undefined];
  // Half a range travels as a list with an empty text, which no check takes for a value.
  const set = (next: ConditionValue[]): void =>
    onChange(
      next.every((end) => end === undefined) ? undefined : next.map((end) => (Array.isArray(end) ? "" : (end ?? ""))),
    );
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="min-w-24 grow basis-0">
        <Single {...shared} label={`${label}, from`} type={type} value={low} onChange={(next) => set([next, high])} />
      </span>
      <span className="text-ink-2 text-sm">and</span>
      <span className="min-w-24 grow basis-0">
        <Single {...shared} label={`${label}, to`} type={type} value={high} onChange={(next) => set([low, next])} />
      </span>
      {type === "date" ? <UtcNote /> : null}
    </span>
  );
}
