"use client";

import type { RecipientAnswer, RecipientState, SkipReason } from "@/contracts/delivery";
import { RECIPIENT_ANSWERS, RECIPIENT_STATES, SKIP_LABELS } from "@/contracts/delivery";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { NoMatches } from "../ui/empty-state";
import { FilterBar } from "../ui/filter-bar";
import { RelativeTime } from "../ui/relative-time";
import { Select } from "../ui/select";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

export type Recipient = {
  messageId: string;
  contactId: string | null;
  email: string | null;
  name: string | null;
  state: RecipientState;
  reason: SkipReason | null;
  detail: string | null;
  at: string | null;
  again: { at: string; state: RecipientState } | null;
};

const SHOWN: Record<RecipientState, { mark: StatusMarkName; label: string }> = {
  pending: { mark: "scheduled", label: "Waiting" },
  accepted: { mark: "done", label: "Sent" },
  delivered: { mark: "done", label: "Delivered" },
  bounced: { mark: "failed", label: "Bounced" },
  complained: { mark: "failed", label: "Complained" },
  skipped: { mark: "draft", label: "Not sent" },
  failed: { mark: "failed", label: "Failed" },
  unknown: { mark: "paused", label: "Unknown" },
  cancelled: { mark: "draft", label: "Cancelled" },
};

const ANSWERS: Record<RecipientAnswer, string> = {
  opened: "Opened (human)",
  clicked: "Clicked (human)",
  not_clicked: "Got it, did not click",
  not_opened: "Got it, did not open",
  unsubscribed: "Unsubscribed",
};

export type ChosenFilter = {
  state: RecipientState | null;
  reason: SkipReason | null;
  answer: RecipientAnswer | null;
  q: string;
};
const EVERYBODY: ChosenFilter = { state: null, reason: null, answer: null, q: "" };

/** One choice of the list: a state of the ledger or what people did. */
function filterOf(choice: string): Partial<ChosenFilter> {
  const state = RECIPIENT_STATES.find((one) => one === choice) ?? null;
  const answer = RECIPIENT_ANSWERS.find((one) => one === choice) ?? null;
  return { state, answer, reason: null };
}

/** What a filter means, for titles and file names: "Clicked (human)". */
export const filterLabel = ({ state, reason, answer }: ChosenFilter): string =>
  (reason && SKIP_LABELS[reason]) || (answer && ANSWERS[answer]) || (state && SHOWN[state].label) || "Everybody";

export type RecipientsTableProps = {
  rows: readonly Recipient[];
  timeZone: string;
  filter: ChosenFilter;
  onFilter: (filter: Partial<ChosenFilter>) => void;
  /** Reasons that stand in this run, most people first. */
  reasons: readonly SkipReason[];
  /** What can be done with the people shown. */
  actions?: React.ReactNode;
  /** Asks why this person got it or did not. */
  onExplain: (contactId: string) => void;
  /** Decide about a message of which nobody knows whether it arrived; left out for those who may not. */
  onDecide?: ((row: Recipient) => void) | undefined;
  loading: boolean;
  refetching: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  onLoadMore: () => void;
  error?: React.ReactNode;
};

/** One line per person of the audience: what became of it, and the reason in words. */
export function RecipientsTable({
  rows,
  timeZone,
  filter,
  onFilter,
  reasons,
  actions,
  onExplain,
  onDecide,
  ...table
}: RecipientsTableProps) {
  const { state, reason, answer, q } = filter;
  const isFiltered = state !== null || reason !== null || answer !== null || q !== "";
  return (
    <div className="grid gap-3">
      <FilterBar
        searchValue={q}
        searchLabel="Search name or e-mail"
        onSearchChange={(text) => onFilter({ q: text })}
        actions={actions}
        className="py-0"
      >
        <Select
          className="w-full sm:w-52"
          aria-label="Show people who"
          value={state ?? answer ?? "all"}
          onValueChange={(next) => onFilter(filterOf(next))}
          options={[
            { value: "all", label: "Everybody" },
            ...RECIPIENT_STATES.map((value) => ({ value, label: SHOWN[value].label })),
            ...RECIPIENT_ANSWERS.map((value) => ({ value, label: ANSWERS[value] })),
          ]}
        />
        {reasons.length > 0 || reason ? (
          <Select
            className="w-full sm:w-52"
            aria-label="Reason"
            value={reason ?? "any"}
            onValueChange={(next) => onFilter({ reason: next === "any" ? null : (next as SkipReason) })}
            options={[
              { value: "any", label: "Any reason" },
              ...[...new Set([...reasons, ...(reason ? [reason] : [])])].map((value) => ({
                value,
                label: SKIP_LABELS[value],
              })),
            ]}
          />
        ) : null}
      </FilterBar>
      <DataTable
        caption="Recipients"
        columns={columns(timeZone, onExplain, onDecide)}
        rows={rows}
        rowId={(row) => row.messageId}
        rowLabel={(row) => row.email ?? "a deleted contact"}
        maxHeight="70vh"
        empty={
          isFiltered ? (
            <NoMatches
              what="people"
              onClear={
                <Button variant="link" onClick={() => onFilter(EVERYBODY)}>
                  Show everybody
                </Button>
              }
            />
          ) : (
            <p className="py-6 text-ink-2 text-sm">The audience is being put together.</p>
          )
        }
        {...table}
      />
    </div>
  );
}

const columns = (
  timeZone: string,
  onExplain: RecipientsTableProps["onExplain"],
  onDecide: ((row: Recipient) => void) | undefined,
): DataTableColumn<Recipient>[] => [
  {
    id: "person",
    header: "Person",
    cell: ({ contactId, name, email }) =>
      contactId ? (
        <button
          type="button"
          title="Why did they get it, or not?"
          onClick={() => onExplain(contactId)}
          className="block w-full max-w-44 truncate text-left hover:underline sm:max-w-full"
        >
          {name ? `${name} · ` : ""}
          {email ?? "no address"}
        </button>
      ) : (
        <span className="text-ink-3">Deleted contact</span>
      ),
  },
  {
    id: "state",
    header: "State",
    width: "9rem",
    cell: (row) => <StatusMark status={SHOWN[row.state].mark} label={SHOWN[row.state].label} />,
  },
  {
    id: "reason",
    header: "Reason",
    hideBelow: "sm",
    cell: (row) => (
      <span className="flex items-center gap-2 text-ink-2">
        <span className="block truncate">
          {row.again ? (
            <>
              Sent again <RelativeTime value={row.again.at} timeZone={timeZone} />:{" "}
              {SHOWN[row.again.state].label.toLowerCase()}
            </>
          ) : row.reason ? (
            SKIP_LABELS[row.reason]
          ) : (
            (row.detail ?? "")
          )}
        </span>
        {onDecide && row.state === "unknown" && !row.again ? (
          <Button size="sm" onClick={() => onDecide(row)}>
            Decide…
          </Button>
        ) : null}
      </span>
    ),
  },
  {
    id: "at",
    header: "When",
    width: "11rem",
    align: "end",
    hideBelow: "md",
    cell: (row) => (row.at ? <RelativeTime value={row.at} timeZone={timeZone} /> : null),
  },
];
