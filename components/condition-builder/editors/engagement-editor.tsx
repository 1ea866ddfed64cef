"use client";

import { useId } from "react";
import type { EngagementCondition, EngagementWindow } from "@/contracts/documents/condition";
import { ENGAGEMENT_LABELS } from "@/contracts/row-kinds";
import { Checkbox } from "../../ui/checkbox";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { useBuilder } from "../builder-context";
import type { RowEditorProps } from "./row-editor";
import { CampaignPicker } from "./thing-picker";

const WINDOWS: { value: EngagementWindow["kind"]; label: string }[] = [
  { value: "last", label: "in the last … days" },
  { value: "between", label: "between two dates" },
  { value: "ever", label: "at any time" },
  { value: "last_minutes", label: "in the last … minutes" },
];
const COUNTS = [
  { value: "at_least" as const, label: "at least" },
  { value: "at_most" as const, label: "at most" },
];

const startWindow = (kind: EngagementWindow["kind"]): EngagementWindow => {
  switch (kind) {
    case "ever":
      return { kind };
    case "last":
      return { kind, days: 30 };
    case "last_minutes":
      return { kind, minutes: 60 };
    case "between":
      return { kind, from: "", to: "" };
  }
};

/** "Opened e-mails · at least 2 · any campaign · in the last 30 days · count machines". Wraps to as many lines as it needs. */
export function EngagementEditor({ row, set, invalid, faultId }: RowEditorProps<EngagementCondition>) {
  const { disabled } = useBuilder();
  const machinesId = useId();
  const name = ENGAGEMENT_LABELS[row.action];
  const hasHits = row.action === "opened" || row.action === "clicked";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-28">
        <Select
          aria-label={`${name}: at least or at most`}
          options={COUNTS}
          value={row.count.op}
          disabled={disabled}
          onValueChange={(op) =>
            set({ ...row, count: { op, n: op === "at_least" ? Math.max(1, row.count.n) : row.count.n } })
          }
        />
      </span>
      <Whole
        label={`${name}: how many`}
        value={row.count.n}
        onChange={(n) => set({ ...row, count: { ...row.count, n } })}
      />
      <span className="text-ink-2 text-sm">of</span>
      <span className="min-w-40 max-w-64 grow basis-40">
        <CampaignPicker
          label={`${name}: which campaign`}
          value={row.campaign ?? ""}
          onChange={(campaign) => set({ ...row, campaign: campaign || undefined })}
          invalid={invalid}
          faultId={faultId}
        />
      </span>
      <span className="w-44">
        <Select
          aria-label={`${name}: when`}
          options={WINDOWS}
          value={row.window.kind}
          disabled={disabled}
          onValueChange={(kind) => set({ ...row, window: startWindow(kind) })}
        />
      </span>
      <WindowValue name={name} window={row.window} onChange={(window) => set({ ...row, window })} />
      {row.action === "clicked" ? (
        <Input
          aria-label={`${name}: part of the link`}
          placeholder="any link, or part of one"
          value={row.url ?? ""}
          disabled={disabled}
          className="w-52"
          onChange={(event) => set({ ...row, url: event.target.value || undefined })}
        />
      ) : null}
      {hasHits ? (
        <span className="flex min-h-8 items-center gap-2 text-ink-2 text-sm">
          <Checkbox
            id={machinesId}
            checked={row.machines === true}
            disabled={disabled}
            onCheckedChange={(on) => set({ ...row, machines: on === true ? true : undefined })}
          />
          <label htmlFor={machinesId}>count machines too</label>
        </span>
      ) : null}
    </div>
  );
}

type WindowValueProps = { name: string; window: EngagementWindow; onChange: (window: EngagementWindow) => void };

function WindowValue({ name, window, onChange }: WindowValueProps) {
  const { disabled } = useBuilder();
  switch (window.kind) {
    case "ever":
      return null;
    case "last":
      return (
        <Whole
          label={`${name}: days`}
          value={window.days}
          unit="days"
          onChange={(days) => onChange({ ...window, days })}
        />
      );
    case "last_minutes":
      return (
        <Whole
          label={`${name}: minutes`}
          value={window.minutes}
          unit="minutes"
          onChange={(minutes) => onChange({ ...window, minutes })}
        />
      );
    case "between":
      return (
        <span className="flex flex-wrap items-center gap-2">
          {(["from", "to"] as const).map((end) => (
            <Input
              key={end}
              aria-label={`${name}: ${end}`}
              type="date"
              className="w-36"
              value={window[end]}
              disabled={disabled}
              onChange={(event) => onChange({ ...window, [end]: event.target.value })}
            />
          ))}
        </span>
      );
  }
}

type WholeProps = { label: string; value: number; unit?: string; onChange: (value: number) => void };

/** A whole number; while the field is empty it stands for 0, which the row's fault then names. */
export function Whole({ label, value, unit, onChange }: WholeProps) {
  const { disabled } = useBuilder();
  return (
    <span className="flex items-center gap-2">
      <Input
        aria-label={label}
        type="number"
        min={0}
        value={Number.isNaN(value) ? "" : value}
        disabled={disabled}
        className="w-20"
        onChange={(event) => onChange(event.target.value === "" ? Number.NaN : Math.trunc(event.target.valueAsNumber))}
      />
      {unit ? <span className="text-ink-2 text-sm">{unit}</span> : null}
    </span>
  );
}
