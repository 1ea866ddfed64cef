"use client";

import { Globe, Repeat } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, useState } from "react";
import type { CalendarItem } from "@/contracts/campaign-calendar";
import { EDITABLE_STATUSES } from "@/contracts/campaigns";
import { toLocal } from "@/contracts/zoned-time";
import { useWorkspace } from "../../providers/workspace-provider";
import { cn } from "../../ui/cn";
import { formatDateTime, formatNumber } from "../../ui/format";
import { Popover, PopoverContent, PopoverTrigger } from "../../ui/popover";
import { StatusMark } from "../../ui/status-mark";
import { CAMPAIGN_MARKS, CampaignStatusMark, campaignStatusLabel } from "../campaign-status";
import { SpokenTimeField } from "../spoken-time-field";
import { addDays, movedTo } from "./days";

type Props = {
  item: CalendarItem;
  onMove: (item: CalendarItem, at: string | null) => void;
  onDragStart: (item: CalendarItem | null) => void;
};

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** One campaign on its day: opens to what it is and, while nothing has left, to another time in words. */
export function CalendarEntry({ item, onMove, onDragStart }: Props) {
  const workspace = useWorkspace();
  const [open, setOpen] = useState(false);
  const { timeZone } = workspace;
  const mayMove = item.canMove && workspace.can("campaign:update");
  const clock = toLocal(item.at, timeZone).slice(11);
  const href = workspace.href(
    item.kind === "campaign" && EDITABLE_STATUSES.includes(item.status)
      ? `campaigns/${item.campaignId}/edit`
      : `campaigns/${item.campaignId}`,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const days = event.altKey ? STEPS[event.key] : undefined;
    if (days === undefined || !mayMove) return;
    event.preventDefault();
    onMove(item, movedTo(item.at, timeZone, addDays(toLocal(item.at, timeZone).slice(0, 10), days)));
  };
  const state = item.kind === "to_come" ? "Repeats" : campaignStatusLabel(item.status);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          draggable={mayMove}
          onDragStart={() => onDragStart(item)}
          onDragEnd={() => onDragStart(null)}
          onKeyDown={onKeyDown}
          aria-label={`${clock} ${item.name}, ${state}`}
          className={cn(
            "flex min-h-6 w-full min-w-0 flex-wrap items-center gap-x-1.5 rounded-sm border border-line bg-surface px-1.5 py-0.5 text-left text-xs hover:border-line-strong",
            mayMove && "cursor-grab active:cursor-grabbing",
            (item.kind === "to_come" || item.status === "draft") && "border-dashed",
          )}
        >
          {item.kind === "to_come" ? (
            <Repeat className="size-3 shrink-0 text-ink-2" aria-hidden="true" />
          ) : (
            <StatusMark status={CAMPAIGN_MARKS[item.status].mark} label="" glyphOnly className="shrink-0" />
          )}
          <span className="type-dense shrink-0 text-ink-2">{clock}</span>
          {item.atLocalTime ? <Globe className="size-3 shrink-0 text-ink-2" aria-hidden="true" /> : null}
          <span className="min-w-0 truncate md:basis-full">{item.name}</span>
        </button>
      </PopoverTrigger>
      <PopoverContent label={item.name}>
        <div className="grid gap-3">
          <div className="grid gap-1">
            <Link href={href} className="font-medium underline decoration-line-strong/50 underline-offset-4">
              {item.name}
            </Link>
            <p className="text-ink-2 text-xs">
              {formatDateTime(item.at, timeZone)}
              {item.atLocalTime ? ", on each person's clock" : ""}
            </p>
            <p className="flex flex-wrap items-center gap-x-3 text-xs">
              {item.kind === "to_come" ? (
                <span className="text-ink-2">One of a campaign that repeats</span>
              ) : (
                <CampaignStatusMark status={item.status} />
              )}
              {item.people === null ? null : (
                <span className="type-dense text-ink-2">{formatNumber(item.people)} people</span>
              )}
            </p>
          </div>
          {mayMove ? (
            <>
              <SpokenTimeField
                label="Move to"
                takeLabel="Move"
                timeZone={timeZone}
                onTake={(at) => {
                  setOpen(false);
                  onMove(item, at);
                }}
              />
              <p className="text-ink-2 text-xs">
                Or drag it to another day; with the keyboard, Alt and an arrow moves it by a day or a week.
              </p>
            </>
          ) : null}
        </div>
      </PopoverContent>
    </Popover>
  );
}
