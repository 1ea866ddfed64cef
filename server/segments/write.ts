import "server-only";
import type { DomainEvent } from "@/contracts/events";
import type { SegmentSchedule } from "@/contracts/segments";
import { nextRun } from "./schedule";

/** Columns of a segment whose refresh was just asked for; `queuedAt` tells a slow refresh from a lost one. */
export const queuedNow = (now: Date) => ({ refreshState: "queued" as const, queuedAt: now });

export const scheduleColumns = (schedule: SegmentSchedule, now: Date) => ({
  refreshCron: schedule.cron,
  refreshZone: schedule.timeZone,
  nextRefreshAt: nextRun(schedule, now),
});

export const refreshRequested = (workspaceNo: number, segmentNo: number): DomainEvent => ({
  name: "segment.refresh-requested",
  data: { workspaceNo, segmentNo },
});
