"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { CalendarItem } from "@/contracts/campaign-calendar";
import { toLocal } from "@/contracts/zoned-time";
import { messageOf } from "../../providers/api-errors";
import { useTRPC } from "../../providers/app-providers";
import { useWorkspace } from "../../providers/workspace-provider";
import { Button } from "../../ui/button";
import { DeniedState } from "../../ui/denied-state";
import { ErrorState } from "../../ui/error-state";
import { IconButton } from "../../ui/icon-button";
import { Notice } from "../../ui/notice";
import { PageHeader } from "../../ui/page-header";
import { SegmentedControl } from "../../ui/segmented-control";
import { Skeleton } from "../../ui/skeleton";
import { Agenda } from "./agenda";
import { addDays, addMonths, boundsOf, monthOf, weekOf } from "./days";
import { MonthGrid } from "./month-grid";
import { useCalendarMoves } from "./use-calendar-moves";
import { WeekGrid } from "./week-grid";

const VIEWS = ["month", "week"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What goes out and went out, by day; anything that has not left can be moved by hand, by keyboard or in words. */
export function CampaignCalendarPage() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const { timeZone } = workspace;
  const today = toLocal(new Date().toISOString(), timeZone).slice(0, 10);
  const [url, setUrl] = useQueryStates({
    view: parseAsStringLiteral(VIEWS).withDefault("month"),
    day: parseAsString,
  });
  const day = url.day && DAY.test(url.day) && !Number.isNaN(Date.parse(url.day)) ? url.day : today;
  const days = url.view === "month" ? monthOf(day) : weekOf(day);
  const query = useQuery(
    trpc.campaigns.calendar.queryOptions(boundsOf(days, timeZone), {
      enabled: workspace.can("campaign:read"),
      placeholderData: (before) => before,
    }),
  );
  const { move } = useCalendarMoves();
  const byDay = useMemo(() => groupByDay(query.data?.items ?? [], timeZone), [query.data, timeZone]);
  if (!workspace.can("campaign:read"))
    return (
      <DeniedState what="see campaigns" permission="campaign:read" grantedBy={workspace.grantedBy("campaign:read")} />
    );
  const step = (by: number) =>
    void setUrl({ day: url.view === "month" ? addMonths(`${day.slice(0, 7)}-01`, by) : addDays(day, 7 * by) });
  const onMove = (item: CalendarItem, at: string | null) => void move(item, at);
  const grid = { days, today, timeZone, byDay, onMove };
  const quiet = query.data?.quietHours ?? null;
  return (
    <>
      <PageHeader
        title="Calendar"
        crumbs={[{ label: "Campaigns", href: workspace.href("campaigns") }, { label: "Calendar" }]}
        actions={
          <Button asChild>
            <Link href={workspace.href("campaigns")}>List</Link>
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
        <h2 className="type-title min-w-44 text-lg" aria-live="polite">
          {url.view === "month" ? monthLabel(day) : weekLabel(days)}
        </h2>
        <div className="flex items-center gap-1">
          <IconButton
            label={url.view === "month" ? "Month before" : "Week before"}
            size="icon-sm"
            onClick={() => step(-1)}
          >
            <ChevronLeft aria-hidden="true" />
          </IconButton>
          <IconButton label={url.view === "month" ? "Next month" : "Next week"} size="icon-sm" onClick={() => step(1)}>
            <ChevronRight aria-hidden="true" />
          </IconButton>
          <Button size="sm" variant="ghost" onClick={() => void setUrl({ day: null })}>
            Today
          </Button>
        </div>
        <SegmentedControl
          label="Show"
          size="sm"
          value={url.view}
          onValueChange={(view) => void setUrl({ view })}
          options={[
            { value: "month", label: "Month" },
            { value: "week", label: "Week" },
          ]}
        />
        <p className="ml-auto text-ink-2 text-xs">
          Times of {timeZone.replaceAll("_", " ")}
          {quiet ? ` · quiet hours ${quiet.from} to ${quiet.to} on each person's clock` : ""}
        </p>
      </div>
      {query.data?.isCut ? (
        <Notice tone="info" title="Not everything is shown">
          More goes out in this time than a calendar can hold. The list shows all.
        </Notice>
      ) : null}
      {query.error ? (
        <ErrorState
          title="The calendar could not be loaded."
          detail={messageOf(query.error)}
          traceId={query.error.data?.body.error.traceId}
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : (
        <div className={query.isFetching ? "refetching" : undefined}>
          <div className="hidden md:block">
            {url.view === "month" ? (
              <MonthGrid {...grid} month={day.slice(0, 7)} />
            ) : (
              <WeekGrid {...grid} quiet={quiet} />
            )}
          </div>
          <div className="md:hidden">
            <Agenda {...grid} />
          </div>
          {query.data.items.length === 0 ? (
            <p className="hidden pt-3 text-ink-2 text-sm md:block">Nothing goes out in this time.</p>
          ) : null}
        </div>
      )}
    </>
  );
}

function groupByDay(items: readonly CalendarItem[], timeZone: string): Map<string, CalendarItem[]> {
  const byDay = new Map<string, CalendarItem[]>();
  for (const item of items) {
    const day = toLocal(item.at, timeZone).slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), item]);
  }
  return byDay;
}

const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
const monthLabel = (day: string): string => format(day, { month: "long", year: "numeric" });
const weekLabel = (days: readonly string[]): string =>
  `${format(days[0] ?? "", { day: "numeric", month: "short" })} – ${format(days.at(-1) ?? "", { day: "numeric", month: "short", year: "numeric" })}`;
