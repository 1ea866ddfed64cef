"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { Button } from "@/components/ui/button";
import { type ColumnSort, DataTable, type DataTableColumn } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { EmptyState, NoMatches } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { formatNumber } from "@/components/ui/format";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PeekPanel } from "@/components/ui/sheet";
import { StatusMark, type StatusMarkName } from "@/components/ui/status-mark";
import { toast } from "@/components/ui/toast";

type Sample = { id: string; name: string; status: StatusMarkName; word: string; people: number; changed: string };

const STATES: [StatusMarkName, string][] = [
  ["live", "Sending"],
  ["scheduled", "Scheduled"],
  ["draft", "Draft"],
  ["paused", "Paused"],
  ["done", "Sent"],
  ["failed", "Failed"],
];
const NAMES = ["Spring drop", "Weekly letter 46", "Back in stock", "Welcome", "Winter sale", "Membership renewal"];

const SAMPLES: Sample[] = Array.from({ length: 400 }, (_, index) => {
  const [status, word] = STATES[index % STATES.length] ?? ["draft", "Draft"];
  return {
    id: `cmp_${index}`,
    name: `${NAMES[index % NAMES.length]}${index >= NAMES.length ? ` ${Math.floor(index / NAMES.length) + 1}` : ""}`,
    status,
    word,
    people: (index * 7919) % 52_000,
    changed: new Date(Date.UTC(2026, 10, 21, 11) - index * 3_600_000).toISOString(),
  };
});
const FEW = SAMPLES.slice(0, 6);
const NO_SAMPLES: Sample[] = [];
const idOf = (sample: Sample) => sample.id;
const nameOf = (sample: Sample) => sample.name;

function columnsAt(now: string): DataTableColumn<Sample>[] {
  return [
    { id: "name", header: "Name", cell: (row) => <span className="font-medium">{row.name}</span>, sortable: true },
    {
      id: "status",
      header: "Status",
      cell: (row) => <StatusMark status={row.status} label={row.word} />,
      width: "9rem",
    },
    {
      id: "people",
      header: "People",
      align: "end",
      sortable: true,
      width: "7rem",
      cell: (row) => formatNumber(row.people),
    },
    {
      id: "trend",
      header: "30 days",
      width: "8rem",
      hideBelow: "md",
      cell: (row) => <Sparkline values={[3, 5, 4, 7, (row.people % 7) + 3, 8, 9]} label="Rising over 30 days" />,
    },
    {
      id: "changed",
      header: "Changed",
      hideBelow: "sm",
      width: "9rem",
      cell: (row) => <RelativeTime value={row.changed} now={now} timeZone="Europe/Berlin" className="text-ink-2" />,
    },
  ];
}

export function TableSamples({ now }: { now: string }) {
  const [columns] = useState(() => columnsAt(now));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["cmp_1"]));
  const [sort, setSort] = useState<ColumnSort>({ columnId: "people", direction: "desc" });
  const [text, setText] = useState("");
  const [peeked, setPeeked] = useState<Sample | null>(null);
  const shared = { columns, rowId: idOf, rowLabel: nameOf };
  return (
    <>
      <Section title="List" description="j k x Space Enter on a focused row; Shift extends.">
        <FilterBar
          searchValue={text}
          onSearchChange={setText}
          searchLabel="Filter campaigns"
          summary={selected.size > 0 ? `${selected.size} of 6 chosen` : "6 campaigns"}
          chips={[{ id: "status", label: "Status is not Archived", onRemove: () => toast("Removed") }]}
          onClearAll={() => toast("Cleared")}
        />
        <DataTable
          {...shared}
          caption="Campaigns"
          rows={FEW}
          selectedIds={selected}
          onSelectedIdsChange={setSelected}
          sort={sort}
          onSortChange={setSort}
          onOpenRow={(row) => toast(`Open ${row.name}`)}
          onPeekRow={setPeeked}
          rowActions={(row) => (
            <DropdownMenu>
              <DropdownMenuTrigger asChild>
                <IconButton label={`Actions of ${row.name}`} size="icon-sm">
                  <Ellipsis aria-hidden="true" />
                </IconButton>
              </DropdownMenuTrigger>
              <DropdownMenuContent align="end">
                <DropdownMenuItem shortcut="e">Archive</DropdownMenuItem>
                <DropdownMenuItem destructive>Cancel sending</DropdownMenuItem>
              </DropdownMenuContent>
            </DropdownMenu>
          )}
          hasMore
          onLoadMore={() => toast("Next page")}
        />
        <PeekPanel
          open={peeked !== null}
          onOpenChange={(open) => (open ? undefined : setPeeked(null))}
          title={peeked?.name ?? ""}
          footer={<Button variant="primary">Open</Button>}
        >
          <DefinitionList
            items={[
              { term: "Status", value: peeked?.word ?? "" },
              { term: "People", value: formatNumber(peeked?.people ?? 0) },
              { term: "Id", value: peeked?.id ?? "", mono: true },
            ]}
          />
        </PeekPanel>
      </Section>
      <Section title="400 rows, drawn as they come into view">
        <DataTable {...shared} caption="All campaigns" rows={SAMPLES} density="compact" maxHeight="240px" />
      </Section>
      <Section title="Loading, refetching, failed, empty, no matches">
        <div className="grid gap-8 xl:grid-cols-2">
          <DataTable {...shared} caption="Loading" rows={NO_SAMPLES} loading />
          <DataTable {...shared} caption="Refetching" rows={FEW} refetching density="comfortable" />
          <DataTable
            {...shared}
            caption="Failed"
            rows={NO_SAMPLES}
            error={
              <ErrorState
                title="The list could not be loaded"
                detail="Nothing was sent and nothing was lost."
                traceId="7f3a91c2"
                onRetry={() => toast("Again")}
              />
            }
          />
          <DataTable
            {...shared}
            caption="No matches"
            rows={NO_SAMPLES}
            empty={<NoMatches what="campaigns" onClear={<Button size="sm">Clear filters</Button>} />}
          />
        </div>
        <DataTable
          {...shared}
          className="mt-8"
          caption="Empty"
          rows={NO_SAMPLES}
          empty={
            <EmptyState
              title="Campaigns you write stand here"
              description="A campaign is one message to the people you choose, sent once or on a schedule."
              columns={["Name", "Status", "Audience"]}
              ghostRow={["Spring drop", "Draft", "12,408 people"]}
              action={<Button variant="primary">Write a campaign</Button>}
              link={<Button variant="link">Show with demo data</Button>}
            />
          }
        />
      </Section>
    </>
  );
}
