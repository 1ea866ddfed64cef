"use client";

import { ATTRIBUTE_TYPES, type FieldDefinition } from "@/contracts/contacts";
import type { ImportColumn, ImportTarget } from "@/contracts/imports";
import { Select } from "../ui/select";
import { COLLISION_OPTIONS, SEPARATOR_OPTIONS, TRANSFORM_OPTIONS } from "./mapping-words";

type Props = {
  columns: readonly ImportColumn[];
  targets: readonly ImportTarget[];
  fields: readonly FieldDefinition[];
  onChange: (targets: ImportTarget[]) => void;
};

const READ_ONLY = new Set(["created_at", "last_active_at"]);
const TYPE_LABELS = { text: "Text", number: "Number", boolean: "Yes or no", date: "Date" } as const;
const TYPES = ATTRIBUTE_TYPES.map((value) => ({ value, label: TYPE_LABELS[value] }));
const GRID = "grid gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_13rem_minmax(0,27rem)]";

/** Column by column: what is in it, where it goes, and how it is read. */
export function MappingTable({ columns, targets, fields, onChange }: Props) {
  const set = (index: number, target: ImportTarget) => onChange(targets.map((now, i) => (i === index ? target : now)));
  return (
    <div>
      <div className={`${GRID} hidden border-line border-b pb-2 text-ink-2 text-xs md:grid`} aria-hidden="true">
        <span>Column</span>
        <span>First values</span>
        <span>Goes to</span>
        <span>How</span>
      </div>
      <ul aria-label="Columns of the file">
        {columns.map((column, index) => {
          const target = targets[index] ?? { to: "ignore" as const };
          const name = column.name || `Column ${index + 1}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are identified by their place; names may repeat
            <li key={index} className={`${GRID} items-center border-line border-b py-2.5 text-sm`}>
              <span className="truncate font-medium" title={name}>
                {name}
              </span>
              <span className="truncate text-ink-2">
                {column.samples.filter(Boolean).slice(0, 5).join(" · ") || "—"}
              </span>
              <Select
                aria-label={`Column ${name} goes to`}
                options={optionsFor(column, fields)}
                value={target.to === "field" ? `field:${target.key}` : target.to}
                onValueChange={(value) => set(index, targetOf(value, column))}
              />
              <How name={name} target={target} fields={fields} onChange={(next) => set(index, next)} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

type HowProps = {
  name: string;
  target: ImportTarget;
  fields: readonly FieldDefinition[];
  onChange: (target: ImportTarget) => void;
};

function How({ name, target, fields, onChange }: HowProps) {
  if (target.to === "ignore") return <span className="text-ink-2">—</span>;
  if (target.to === "tags")
    return (
      <Select
        className="w-44"
        aria-label={`Tags of ${name} are parted by`}
        options={SEPARATOR_OPTIONS}
        value={target.separator}
        onValueChange={(separator) => onChange({ to: "tags", separator })}
      />
    );
  const { collision, transform, ...rest } = target;
  const type = target.to === "new_field" ? target.type : fields.find((field) => field.key === target.key)?.type;
  const withOptions = (next: { collision?: typeof collision; transform?: typeof transform }): ImportTarget => ({
    ...rest,
    ...(next.collision ? { collision: next.collision } : {}),
    ...(next.transform ? { transform: next.transform } : {}),
  });
  return (
    <div className="grid gap-2 sm:grid-cols-3">
      {target.to === "new_field" ? (
        <Select
          aria-label={`Type of ${name}`}
          options={TYPES}
          value={target.type}
          onValueChange={(next) => onChange({ ...withOptions({ collision, transform }), type: next } as ImportTarget)}
        />
      ) : (
        <span className="self-center text-ink-2">{type ? TYPE_LABELS[type] : ""}</span>
      )}
      {type === "text" ? (
        <Select
          aria-label={`Values of ${name} are written`}
          options={TRANSFORM_OPTIONS}
          value={transform ?? "as_is"}
          onValueChange={(next) => onChange(withOptions({ collision, transform: next === "as_is" ? undefined : next }))}
        />
      ) : (
        <span className="hidden sm:block" />
      )}
      <Select
        aria-label={`Where somebody has a ${name} already`}
        options={COLLISION_OPTIONS}
        value={collision ?? "file"}
        onValueChange={(next) => onChange(withOptions({ transform, collision: next === "file" ? undefined : next }))}
      />
    </div>
  );
}

const optionsFor = (column: ImportColumn, fields: readonly FieldDefinition[]) => [
  { value: "ignore", label: "Leave out" },
  { value: "new_field", label: `New field “${column.name}”` },
  { value: "tags", label: "Tags" },
  ...fields
    .filter((field) => !READ_ONLY.has(field.key))
    .map((field) => ({
      value: `field:${field.key}`,
      label: field.label,
      group: field.isStandard ? "Standard fields" : "Your fields",
    })),
];

function targetOf(value: string, column: ImportColumn): ImportTarget {
  if (value.startsWith("field:")) return { to: "field", key: value.slice(6) };
  if (value === "ignore") return { to: "ignore" };
  if (value === "tags")
    return column.suggestion.to === "tags" ? column.suggestion : { to: "tags", separator: separatorIn(column.samples) };
  if (column.suggestion.to === "new_field") return column.suggestion;
  const slug = column.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);
  return { to: "new_field", key: `${slug || "column"}_new`, label: column.name.slice(0, 80) || "Column", type: "text" };
}

const separatorIn = (samples: readonly string[]): "," | ";" | "|" =>
  ([";", "|"] as const).find((mark) => samples.some((sample) => sample.includes(mark))) ?? ",";
