"use client";

import { ATTRIBUTE_TYPES, type FieldDefinition, type ImportColumn, type ImportMapping } from "@/contracts/contacts";
import { Select } from "../ui/select";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeaderCell, TableRow } from "../ui/table";

type Target = ImportMapping["columns"][number];
type Props = {
  columns: readonly ImportColumn[];
  targets: readonly Target[];
  fields: readonly FieldDefinition[];
  onChange: (targets: Target[]) => void;
};

const READ_ONLY = new Set(["created_at", "last_active_at"]);
const TYPE_LABELS = { text: "Text", number: "Number", boolean: "Yes or no", date: "Date" } as const;
const TYPES = ATTRIBUTE_TYPES.map((value) => ({ value, label: TYPE_LABELS[value] }));

/** Column by column: what is in it, and where it goes. */
export function MappingTable({ columns, targets, fields, onChange }: Props) {
  const set = (index: number, target: Target) => onChange(targets.map((now, i) => (i === index ? target : now)));
  return (
    <div className="overflow-x-auto">
      <Table>
        <TableCaption>Columns of the file</TableCaption>
        <TableHead>
          <TableRow>
            <TableHeaderCell>Column</TableHeaderCell>
            <TableHeaderCell className="hidden md:table-cell">First values</TableHeaderCell>
            <TableHeaderCell>Goes to</TableHeaderCell>
            <TableHeaderCell className="w-36">Type</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {columns.map((column, index) => {
            const target = targets[index] ?? { to: "ignore" as const };
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are identified by their place; names may repeat
              <TableRow key={index}>
                <TableCell className="max-w-48 truncate font-medium">{column.name || `Column ${index + 1}`}</TableCell>
                <TableCell className="hidden max-w-80 truncate text-ink-2 md:table-cell">
                  {column.samples.filter(Boolean).slice(0, 5).join(" · ") || "—"}
                </TableCell>
                <TableCell className="min-w-48">
                  <Select
                    aria-label={`Column ${column.name} goes to`}
                    options={optionsFor(column, fields)}
                    value={target.to === "field" ? `field:${target.key}` : target.to}
                    onValueChange={(value) => set(index, targetOf(value, column))}
                  />
                </TableCell>
                <TableCell>
                  {target.to === "new_field" ? (
                    <Select
                      aria-label={`Type of ${column.name}`}
                      options={TYPES}
                      value={target.type}
                      onValueChange={(type) => set(index, { ...target, type })}
                    />
                  ) : (
                    <span className="text-ink-2">{typeOf(target, fields)}</span>
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

const optionsFor = (column: ImportColumn, fields: readonly FieldDefinition[]) => [
  { value: "ignore", label: "Leave out" },
  { value: "new_field", label: `New field “${column.name}”` },
  ...fields
    .filter((field) => !READ_ONLY.has(field.key))
    .map((field) => ({
      value: `field:${field.key}`,
      label: field.label,
      group: field.isStandard ? "Standard fields" : "Your fields",
    })),
];

function targetOf(value: string, column: ImportColumn): Target {
  if (value.startsWith("field:")) return { to: "field", key: value.slice(6) };
  if (value === "ignore") return { to: "ignore" };
  if (column.suggestion.to === "new_field") return column.suggestion;
  const slug = column.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);
  return { to: "new_field", key: `${slug || "column"}_new`, label: column.name.slice(0, 80) || "Column", type: "text" };
}

function typeOf(target: Target, fields: readonly FieldDefinition[]): string {
  if (target.to !== "field") return "";
  const field = fields.find((known) => known.key === target.key);
  return field ? TYPE_LABELS[field.type] : "";
}
