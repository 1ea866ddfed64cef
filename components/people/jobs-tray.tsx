"use client";

import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { TrayJob } from "@/contracts/people";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { formatNumber, formatPercent } from "../ui/format";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const MARKS: Record<TrayJob["state"], { status: StatusMarkName; label: string }> = {
  running: { status: "live", label: "Running" },
  waiting: { status: "scheduled", label: "Waiting" },
  done: { status: "done", label: "Done" },
  failed: { status: "failed", label: "Failed" },
  stopped: { status: "paused", label: "Stopped" },
};
const PLACES: Record<TrayJob["kind"], (id: string) => string> = {
  bulk: (id) => `contacts/jobs/${id}`,
  export: () => "contacts/exports",
  import: (id) => `imports/${id}`,
};
const WORDS: Record<TrayJob["kind"], string> = { bulk: "Change", export: "Export", import: "Import" };
const isLive = (job: TrayJob): boolean => job.state === "running" || job.state === "waiting";

/** What runs in the background, from every page: imports, changes of many people, exports. */
export function JobsTray() {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const tray = useQuery(
    trpc.people.tray.queryOptions(
      {},
      {
        enabled: workspace.can("contact:read"),
        refetchInterval: (query) => (query.state.data?.some(isLive) ? 2_000 : 30_000),
      },
    ),
  );
  if (!workspace.can("contact:read")) return null;
  const jobs = tray.data ?? [];
  const live = jobs.filter(isLive).length;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          aria-label={live > 0 ? `Jobs: ${live} running` : "Jobs"}
          title="Jobs in the background"
          className="px-2"
        >
          <ListChecks aria-hidden="true" />
          {live > 0 ? <span className="font-medium text-live">{live}</span> : null}
        </Button>
      </PopoverTrigger>
      <PopoverContent label="Jobs" align="end" className="max-h-[70dvh] w-88 overflow-y-auto p-0">
        <p className="border-line border-b px-3 py-2 font-medium text-sm">Jobs of the last day</p>
        {tray.isError ? (
          <p className="px-3 py-3 text-ink-2 text-sm">They could not be loaded. Try again in a moment.</p>
        ) : null}
        {tray.data && jobs.length === 0 ? (
          <p className="px-3 py-3 text-ink-2 text-sm">Imports, changes of many contacts and exports appear here.</p>
        ) : null}
        <ul>
          {jobs.map((job) => (
            <li key={job.id} className="border-line border-b last:border-b-0">
              <Link
                href={workspace.href(PLACES[job.kind](job.id))}
                onClick={() => setOpen(false)}
                className="grid gap-1 px-3 py-2 hover:bg-sunken"
              >
                <span className="flex items-center justify-between gap-3 text-sm">
                  <span className="truncate">{job.label}</span>
                  <StatusMark {...MARKS[job.state]} className="shrink-0 text-xs" />
                </span>
                <span className="flex justify-between gap-3 text-ink-2 text-xs">
                  <span>
                    {WORDS[job.kind]}
                    {progressText(job)}
                  </span>
                  <RelativeTime
                    value={job.createdAt}
                    now={new Date(tray.dataUpdatedAt)}
                    timeZone={workspace.timeZone}
                  />
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <p className="flex gap-4 border-line border-t px-3 py-2 text-xs">
          <Link href={workspace.href("contacts/jobs")} onClick={() => setOpen(false)} className="underline">
            All bulk changes
          </Link>
          {workspace.can("contact:export") ? (
            <Link href={workspace.href("contacts/exports")} onClick={() => setOpen(false)} className="underline">
              All exports
            </Link>
          ) : null}
        </p>
      </PopoverContent>
    </Popover>
  );
}

function progressText({ done, of, unit, state }: TrayJob): string {
  if (of === null) return "";
  if (unit === "bytes") return state === "done" || of === 0 ? "" : ` · ${formatPercent(done / of, undefined, 0)}`;
  return state === "done" ? ` · ${formatNumber(of)} contacts` : ` · ${formatNumber(done)} of ${formatNumber(of)}`;
}
