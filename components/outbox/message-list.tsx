"use client";

import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";

export type MessageSummary = {
  id: string;
  receivedAt: string;
  to: string;
  toName: string | null;
  subject: string;
};

type Props = {
  rows: readonly MessageSummary[];
  current: string | null;
  timeZone: string;
  loading: boolean;
  onOpen: (id: string) => void;
  onMore: (() => void) | undefined;
};

/** The messages as a list of buttons, newest first: Tab and Enter are enough. */
export function MessageList({ rows, current, timeZone, loading, onOpen, onMore }: Props) {
  if (loading)
    return (
      <div role="status" aria-label="Loading messages" className="grid gap-3 pt-3">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-12" />
        ))}
      </div>
    );
  return (
    <>
      <ol className="max-h-[70dvh] overflow-y-auto border-line border-t">
        {rows.map((row) => (
          <li key={row.id} className="border-line border-b">
            <button
              type="button"
              aria-current={row.id === current ? "true" : undefined}
              onClick={() => onOpen(row.id)}
              className={cn(
                "grid w-full gap-0.5 px-2 py-2 text-left hover:bg-sunken",
                row.id === current && "bg-brand-wash",
              )}
            >
              <span className="flex items-baseline justify-between gap-3">
                <span className="truncate font-medium">{row.toName ?? row.to}</span>
                <span className="shrink-0 text-ink-2 text-xs">
                  <RelativeTime value={row.receivedAt} timeZone={timeZone} />
                </span>
              </span>
              <span className="truncate text-sm">{row.subject}</span>
              <span className="truncate text-ink-2 text-xs">{row.to}</span>
            </button>
          </li>
        ))}
      </ol>
      {onMore ? (
        <Button variant="ghost" className="mt-2" onClick={onMore}>
          Show older messages
        </Button>
      ) : null}
    </>
  );
}
