"use client";

import { useId } from "react";
import type { MergeField, MergePreview, MergeSide } from "@/contracts/merges";
import { contactName } from "../contacts/contact-name";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { formatDate } from "../ui/format";

type Props = {
  preview: MergePreview;
  choose: Readonly<Record<string, MergeSide>>;
  onChoose: (choose: Record<string, MergeSide>) => void;
};

const SIDES = ["winner", "loser"] as const;
const COLUMNS = "grid gap-x-4 gap-y-1 sm:grid-cols-[140px_minmax(0,1fr)_minmax(0,1fr)]";
const isSame = (field: MergeField): boolean => (field.winner ?? "") === (field.loser ?? "");

/** Fields in which the two differ, side by side, each with the value that stays; equal ones are only counted. */
export function MergeFields({ preview, choose, onChoose }: Props) {
  const group = useId();
  const { timeZone } = useWorkspace();
  const differing = preview.fields.filter((field) => !isSame(field));
  const same = preview.fields.filter((field) => isSame(field) && field.winner !== null).length;
  return (
    <div className="grid min-w-0 gap-2 text-sm">
      <div className={cn(COLUMNS, "border-line-strong border-b pb-1.5 font-medium text-ink-2 text-xs")}>
        <span className="hidden sm:block">Field</span>
        <span className="truncate">{contactName(preview.winner)} (stays)</span>
        <span className="truncate">{contactName(preview.loser)}</span>
      </div>
      <ul aria-label="The value that stays">
        {differing.map((field) => (
          <li key={field.key} className={cn(COLUMNS, "border-line border-b py-2")}>
            <span className="text-ink-2">{field.label}</span>
            {SIDES.map((side) => {
              const isChosen = (choose[field.key] ?? field.pick) === side;
              return (
                <label
                  key={side}
                  className={cn(
                    "flex min-h-6 min-w-0 cursor-pointer items-center gap-2",
                    isChosen ? "font-medium text-ink" : "text-ink-2",
                  )}
                >
                  <input
                    type="radio"
                    name={`${group}-${field.key}`}
                    checked={isChosen}
                    onChange={() => onChoose({ ...choose, [field.key]: side })}
                    className="size-4 shrink-0 accent-brand"
                  />
                  <span className="sr-only">{field.label}: </span>
                  <span className="min-w-0 break-words">{shown(field[side], timeZone)}</span>
                </label>
              );
            })}
          </li>
        ))}
      </ul>
      {differing.length === 0 ? <p className="text-ink-2">No field differs.</p> : null}
      {same > 0 ? (
        <p className="text-ink-2 text-xs">
          {same === 1 ? "1 other field is" : `${same} other fields are`} the same in both.
        </p>
      ) : null}
    </div>
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function shown(value: MergeField["winner"], timeZone: string): string {
  if (value === null || value === "") return "—";
  if (typeof value === "string" && INSTANT.test(value))
    return formatDate(value, value.endsWith("T00:00:00.000Z") ? "UTC" : timeZone);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return String(value);
}
