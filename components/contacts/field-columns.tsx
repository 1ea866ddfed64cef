import type { ContactFieldSummary, Retype } from "@/contracts/contact-fields";
import type { AttributeType } from "@/contracts/contacts";
import { Badge } from "../ui/badge";
import type { DataTableColumn } from "../ui/data-table";
import { formatNumber, formatPercent } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import { FieldUsesButton } from "./field-uses";

export const TYPE_LABELS: Record<AttributeType, string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  date: "Date",
};

type Options = { people: number; href: (path: string) => string };

export const fieldColumns = ({ people, href }: Options): DataTableColumn<ContactFieldSummary>[] => [
  {
    id: "label",
    header: "Field",
    cell: (field) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <span className={field.archivedAt ? "text-ink-2" : "font-medium text-ink"}>{field.label}</span>
        <code className="font-mono text-ink-3 text-xs">{field.key}</code>
        {field.archivedAt ? <Badge>Archived</Badge> : null}
        {field.isStandard ? <Badge>Standard</Badge> : null}
      </span>
    ),
  },
  { id: "type", header: "Type", cell: (field) => <TypeCell field={field} /> },
  {
    id: "filled",
    header: "Filled",
    align: "end",
    hideBelow: "sm",
    cell: (field) =>
      people === 0 ? (
        "–"
      ) : (
        <span title={`${formatNumber(field.filled)} people`}>{formatPercent(field.filled / people, undefined, 0)}</span>
      ),
  },
  {
    id: "uses",
    header: "Used by",
    hideBelow: "sm",
    cell: (field) => <FieldUsesButton label={field.label} uses={field.usedBy} href={href} />,
  },
];

function TypeCell({ field }: { field: ContactFieldSummary }) {
  const { retype } = field;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      {TYPE_LABELS[field.type]}
      {retype ? <RetypeMark retype={retype} /> : null}
    </span>
  );
}

function RetypeMark({ retype }: { retype: Retype }) {
  if (retype.status === "queued" || retype.status === "running")
    return (
      <StatusMark
        status="live"
        label={`Becoming ${TYPE_LABELS[retype.to].toLowerCase()}: ${formatNumber(retype.done)} of ${formatNumber(retype.total)}`}
      />
    );
  if (retype.status === "failed")
    return <StatusMark status="failed" label={retype.problem ? `Change failed: ${retype.problem}` : "Change failed"} />;
  if (!retype.undoableUntil) return null;
  const { unreadable } = retype.counts;
  return (
    <span className="text-ink-2 text-xs">
      was {TYPE_LABELS[retype.from].toLowerCase()}
      {unreadable > 0 ? `, ${formatNumber(unreadable)} ${unreadable === 1 ? "value" : "values"} could not be read` : ""}
    </span>
  );
}
