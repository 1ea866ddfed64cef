import { METRIC_DEFINITIONS, type RunNumbers } from "@/contracts/reports";
import type { DataTableColumn } from "../ui/data-table";
import { formatNumber, formatPercent } from "../ui/format";

/** Sent and the human click rate, as the report of each campaign has them. */
export function numberColumns<Row extends { id: string }>(numbers: Record<string, RunNumbers>): DataTableColumn<Row>[] {
  return [
    {
      id: "sent",
      header: "Sent",
      width: "7rem",
      align: "end",
      hideBelow: "sm",
      cell: ({ id }) => (
        <Told text={numbers[id] ? formatNumber(numbers[id].sent) : null} title={METRIC_DEFINITIONS.sent.text} />
      ),
    },
    {
      id: "clicks",
      header: "Click rate",
      width: "7rem",
      align: "end",
      hideBelow: "sm",
      cell: ({ id }) => <Told text={clickRate(numbers[id])} title={METRIC_DEFINITIONS.clickRate.text} />,
    },
  ];
}

const clickRate = (numbers: RunNumbers | undefined): string | null =>
  numbers && numbers.delivered > 0 ? formatPercent(numbers.clicks / numbers.delivered) : null;

function Told({ text, title }: { text: string | null; title: string }) {
  return text === null ? <span className="text-ink-3">—</span> : <span title={title}>{text}</span>;
}
