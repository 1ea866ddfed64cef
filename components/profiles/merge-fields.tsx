"use client";

import { useId } from "react";
import type { MergeField, MergePreview, MergeSide } from "@/contracts/merges";
import { contactName } from "../contacts/contact-name";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { formatDate } from "../ui/format";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeaderCell, TableRow } from "../ui/table";

type Props = {
  preview: MergePreview;
  choose: Readonly<Record<string, MergeSide>>;
  onChoose: (choose: Record<string, MergeSide>) => void;
};

const SIDES = ["winner", "loser"] as const;
const isSame = (field: MergeField): boolean => (field.winner ?? "") === (field.loser ?? "");

/** Fields in which the two differ, each with the value that stays; equal ones are only counted. */
export function MergeFields({ preview, choose, onChoose }: Props) {
  const group = useId();
  const { timeZone } = useWorkspace();
  const differing = preview.fields.filter((field) => !isSame(field));
  const same = preview.fields.filter((field) => isSame(field) && field.winner !== null).length;
  return (
    <div className="grid gap-2">
      <Table density="comfortable">
        <TableCaption>The value that stays</TableCaption>
        <TableHead>
          <TableRow>
            <TableHeaderCell>Field</TableHeaderCell>
            <TableHeaderCell>{contactName(preview.winner)} (stays)</TableHeaderCell>
            <TableHeaderCell>{contactName(preview.loser)}</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {differing.map((field) => (
            <TableRow key={field.key}>
              <TableCell className="text-ink-2">{field.label}</TableCell>
              {SIDES.map((side) => {
                const isChosen = (choose[field.key] ?? field.pick) === side;
                return (
                  <TableCell key={side}>
                    <label
                      className={cn(
                        "flex cursor-pointer items-center gap-2",
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
                      <span className="break-words">{shown(field[side], timeZone)}</span>
                    </label>
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {differing.length === 0 ? <p className="text-ink-2 text-sm">No field differs.</p> : null}
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
