import Link from "next/link";
import type { ConsentState } from "@/contracts/consent";
import type { Contact, FieldDefinition } from "@/contracts/contacts";
import type { PeopleSort, ViewColumn } from "@/contracts/people";
import { ConsentMark } from "../contacts/consent-mark";
import { contactName } from "../contacts/contact-name";
import { Badge } from "../ui/badge";
import type { DataTableColumn } from "../ui/data-table";
import { formatDate, formatNumber } from "../ui/format";
import { RelativeTime } from "../ui/relative-time";

/** A contact as the list brings it. */
export type Person = Contact & { emailConsent: ConsentState | "none" | null };
/** A column the list can show; `sort` where there is an index to walk along. */
export type PeopleColumn = { id: string; label: string; sort?: PeopleSort };

const SORT_OF: Record<string, PeopleSort> = {
  email: "email",
  external_id: "external_id",
  created_at: "created",
  last_active_at: "last_active",
};
/** The name says these two together. */
const IN_NAME = new Set(["first_name", "last_name"]);

/** Every column besides the name, which is always there: standard fields, consent, tags, custom fields. */
export function peopleColumns(
  fields: readonly FieldDefinition[],
  showsConsent: boolean,
  seesPii: boolean,
): PeopleColumn[] {
  const standard = fields
    .filter((field) => field.isStandard && !IN_NAME.has(field.key))
    .map((field): PeopleColumn => {
      const sort = SORT_OF[field.key];
      return { id: field.key, label: field.label, ...(sort && (sort !== "email" || seesPii) ? { sort } : {}) };
    });
  const [email, ...rest] = standard;
  return [
    ...(email ? [email] : []),
    ...(showsConsent ? [{ id: "consent", label: "Consent" }] : []),
    { id: "tags", label: "Tags" },
    ...rest,
    ...fields
      .filter((field) => !field.isStandard)
      .map((field) => ({ id: `attributes.${field.key}`, label: field.label })),
  ];
}

const none = <span className="text-ink-3">—</span>;
const HIDE: Record<string, "sm" | "md" | "lg"> = { email: "sm", consent: "sm", tags: "md", created_at: "md" };

type Options = {
  shown: readonly ViewColumn[];
  known: readonly PeopleColumn[];
  fields: readonly FieldDefinition[];
  hrefOf: (row: Person) => string;
  timeZone: string;
  now: Date;
};

/** The columns as the table wants them: the name first and pinned, then those shown, in their order and width. */
export function tableColumns({ shown, known, fields, hrefOf, timeZone, now }: Options): DataTableColumn<Person>[] {
  const byId = new Map(known.map((column) => [column.id, column]));
  const types = new Map(fields.map((field) => [`attributes.${field.key}`, field]));
  const cell = (id: string) => (row: Person) => {
    const field = types.get(id);
    if (field) return attributeText(row.attributes[field.key], field, timeZone) ?? none;
    switch (id) {
      case "consent":
        return row.emailConsent ? <ConsentMark state={row.emailConsent} /> : none;
      case "tags":
        return row.tags.length > 0 ? <Tags names={row.tags} /> : none;
      case "created_at":
        return <RelativeTime value={row.createdAt} now={now} timeZone={timeZone} />;
      case "last_active_at":
        return row.lastActiveAt ? <RelativeTime value={row.lastActiveAt} now={now} timeZone={timeZone} /> : none;
      case "email":
        return row.email ?? none;
      case "phone":
        return row.phone ?? none;
      case "external_id":
        return row.externalId ?? none;
      case "time_zone":
        return row.timeZone ?? none;
      case "locale":
        return row.locale ?? none;
      default:
        return none;
    }
  };
  const nameWidth = shown.find(({ id }) => id === "name")?.width;
  const name: DataTableColumn<Person> = {
    id: "name",
    header: "Name",
    sortable: true,
    pinned: true,
    width: nameWidth ? `${nameWidth}px` : "14rem",
    cell: (row) => (
      <Link href={hrefOf(row)} className="font-medium text-ink hover:underline">
        {contactName(row)}
      </Link>
    ),
  };
  return [
    name,
    ...shown.flatMap(({ id, width }): DataTableColumn<Person>[] => {
      const column = byId.get(id);
      if (!column) return [];
      const hideBelow = HIDE[id] ?? "lg";
      return [
        {
          id,
          header: column.label,
          sortable: column.sort !== undefined,
          hideBelow,
          cell: cell(id),
          ...(width ? { width: `${width}px` } : {}),
          ...(types.get(id)?.type === "number" ? { align: "end" as const } : {}),
        },
      ];
    }),
  ];
}

export const sortOfColumn = (id: string, known: readonly PeopleColumn[]): PeopleSort | null =>
  id === "name" ? "name" : (known.find((column) => column.id === id)?.sort ?? null);
export const columnOfSort = (sort: PeopleSort, known: readonly PeopleColumn[]): string =>
  sort === "name" ? "name" : (known.find((column) => column.sort === sort)?.id ?? "created_at");

export function Tags({ names }: { names: readonly string[] }) {
  return (
    <span className="inline-flex items-center gap-1" title={names.join(", ")}>
      {names.slice(0, 3).map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
      {names.length > 3 ? <span className="text-ink-2 text-xs">+{names.length - 3}</span> : null}
    </span>
  );
}

export function attributeText(
  value: string | number | boolean | undefined,
  field: FieldDefinition,
  timeZone: string,
): string | null {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return formatNumber(value);
  // A day without a time is stored as midnight UTC and must not slip to the day before.
  if (field.type === "date") return formatDate(value, value.endsWith("T00:00:00.000Z") ? "UTC" : timeZone);
  return value;
}
