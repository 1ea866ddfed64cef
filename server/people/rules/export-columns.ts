import { type AttributeType, type FieldDefinition, STANDARD_FIELDS } from "@/contracts/contacts";

/** One column of an export file: what stands in its head, and what its values are. */
export type ExportColumn = {
  /** `id`, a standard field, `tags`, `email_consent` or `attributes.<key>`. */
  id: string;
  /** As a column of CSV and Parquet and a key of JSON: attributes lose their prefix unless a standard field has the name. */
  name: string;
  type: AttributeType;
  field: FieldDefinition | null;
};

const OWN: readonly { id: string; type: AttributeType }[] = [
  { id: "id", type: "text" },
  ...STANDARD_FIELDS.map((field) => ({ id: field.key, type: field.type })),
  { id: "tags", type: "text" },
  { id: "email_consent", type: "text" },
];

/** Every column an export of this workspace may have, in the order of a file that names none. */
export function exportColumns(fields: readonly FieldDefinition[]): ExportColumn[] {
  const taken = new Set(OWN.map((column) => column.id));
  return [
    ...OWN.map(({ id, type }) => ({
      id,
      name: id,
      type,
      field: fields.find((f) => f.isStandard && f.key === id) ?? null,
    })),
    ...fields
      .filter((field) => !field.isStandard)
      .map((field) => ({
        id: `attributes.${field.key}`,
        name: taken.has(field.key) ? `attributes.${field.key}` : field.key,
        type: field.type,
        field,
      })),
  ];
}
