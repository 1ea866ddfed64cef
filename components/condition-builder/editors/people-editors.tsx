"use client";

import {
  BUCKETS,
  type BucketCondition,
  type ConsentCondition,
  type SegmentCondition,
  type TagCondition,
} from "@/contracts/documents/condition";
import { CHANNEL_LABELS } from "@/contracts/row-kinds";
import { Combobox, MultiCombobox } from "../../ui/combobox";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { useBuilder } from "../builder-context";
import type { RowEditorProps } from "./row-editor";
import { SegmentPicker } from "./thing-picker";

const CONSENT_STATES: { value: ConsentCondition["state"]; label: string }[] = [
  { value: "granted", label: "was given" },
  { value: "denied", label: "was refused" },
  { value: "pending", label: "is pending" },
  { value: "none", label: "was never asked for" },
];
const TAG_OPERATORS: { value: TagCondition["operator"]; label: string }[] = [
  { value: "any", label: "is any of" },
  { value: "all", label: "is all of" },
  { value: "none", label: "is none of" },
];
const SEGMENT_OPERATORS: { value: SegmentCondition["operator"]; label: string }[] = [
  { value: "in", label: "is in" },
  { value: "not_in", label: "is not in" },
];
const columns = "grid items-start gap-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)]";

/** No topic id has this form. */
const MARKETING = "marketing";

export function ConsentEditor({ row, set, invalid, faultId }: RowEditorProps<ConsentCondition>) {
  const { vocabulary, disabled } = useBuilder();
  const { topic, ...whole } = row;
  const topics = [...vocabulary.topics].map(([value, label]) => ({ value, label }));
  if (topic && !vocabulary.topics.has(topic)) topics.push({ value: topic, label: "Does not exist any more" });
  return (
    <div className={columns}>
      <Select
        aria-label={row.channel === "email" ? "Consent" : `${CHANNEL_LABELS[row.channel]} consent`}
        options={CONSENT_STATES}
        value={row.state}
        disabled={disabled}
        onValueChange={(state) => set({ ...row, state })}
      />
      {topics.length > 0 ? (
        <Combobox
          aria-label="What the consent is about"
          aria-invalid={invalid || undefined}
          aria-describedby={invalid ? faultId : undefined}
          options={[{ value: MARKETING, label: "for marketing as a whole" }, ...topics]}
          value={topic ?? MARKETING}
          searchPlaceholder="Search topics"
          emptyText="No topic has this name."
          disabled={disabled}
          onValueChange={(next) => set(next === null || next === MARKETING ? whole : { ...whole, topic: next })}
        />
      ) : null}
    </div>
  );
}

export function TagEditor({ row, set, invalid, faultId }: RowEditorProps<TagCondition>) {
  const { vocabulary, disabled } = useBuilder();
  const gone = row.tags.filter((tag) => !vocabulary.tags.has(tag));
  return (
    <div className={columns}>
      <Select
        aria-label="How tags are compared"
        options={TAG_OPERATORS}
        value={row.operator}
        disabled={disabled}
        onValueChange={(operator) => set({ ...row, operator })}
      />
      <MultiCombobox
        aria-label="Tags"
        aria-invalid={invalid || undefined}
        aria-describedby={invalid ? faultId : undefined}
        options={[
          ...[...vocabulary.tags].map(([value, label]) => ({ value, label })),
          ...gone.map((value) => ({ value, label: "Does not exist any more" })),
        ]}
        values={row.tags}
        placeholder="Choose tags…"
        searchPlaceholder="Search tags"
        emptyText={vocabulary.tags.size === 0 ? "No tags yet: give people some in Contacts." : "No tag has this name."}
        disabled={disabled}
        onValuesChange={(tags) => set({ ...row, tags })}
      />
    </div>
  );
}

export function SegmentEditor({ row, set, invalid, faultId }: RowEditorProps<SegmentCondition>) {
  const { disabled } = useBuilder();
  return (
    <div className={columns}>
      <Select
        aria-label="In or not in the segment"
        options={SEGMENT_OPERATORS}
        value={row.operator}
        disabled={disabled}
        onValueChange={(operator) => set({ ...row, operator })}
      />
      <SegmentPicker
        label="Segment"
        value={row.segment}
        onChange={(segment) => set({ ...row, segment })}
        invalid={invalid}
        faultId={faultId}
      />
    </div>
  );
}

const PER_CENT = BUCKETS / 100;

/** "10 % of everybody, sample “summer”, from 0 %": the same name and start give the same people in every rule. */
export function BucketEditor({ row, set, invalid, faultId }: RowEditorProps<BucketCondition>) {
  const { disabled } = useBuilder();
  const number = (label: string, value: number, change: (buckets: number) => void) => (
    <span className="flex items-center gap-1.5">
      <Input
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={invalid ? faultId : undefined}
        type="number"
        min={0}
        max={100}
        step={0.01}
        className="w-20"
        value={Number.isNaN(value) ? "" : value / PER_CENT}
        disabled={disabled}
        onChange={(event) => change(Math.round(event.target.valueAsNumber * PER_CENT))}
      />
      <span className="text-ink-2 text-sm">%</span>
    </span>
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-2 text-sm">from</span>
      {number("Sample from", row.from, (from) => set({ ...row, from }))}
      <span className="text-ink-2 text-sm">to</span>
      {number("Sample to", row.to, (to) => set({ ...row, to }))}
      <span className="text-ink-2 text-sm">named</span>
      <Input
        aria-label="Name of the sample"
        title="The same name gives the same people; another name draws again."
        value={row.salt}
        maxLength={100}
        disabled={disabled}
        className="w-40"
        onChange={(event) => set({ ...row, salt: event.target.value })}
      />
    </div>
  );
}
