"use client";

import { useEffect, useRef, useState } from "react";
import type { RunCounts } from "@/contracts/delivery";
import { formatDuration, formatNumber } from "../ui/format";
import { Progress } from "../ui/progress";

export type RunProgressProps = { counts: RunCounts; isMoving: boolean; isPaused: boolean };

/** How far the sending is: people decided of people meant, messages a second and the time left while it moves. */
export function RunProgress({ counts, isMoving, isPaused }: RunProgressProps) {
  const decided = counts.audience - counts.pending;
  const rate = useRate(decided, isMoving);
  const left = rate > 0 ? counts.pending / rate : null;
  const detail = isPaused
    ? `Paused with ${formatNumber(counts.accepted)} already sent`
    : isMoving && rate > 0
      ? `${formatNumber(Math.round(rate))} a second${left === null ? "" : ` · ${formatDuration(Math.ceil(left))} left`}`
      : undefined;
  return (
    <Progress
      label="Decided"
      value={decided}
      max={counts.audience}
      detail={detail}
      tone={isPaused ? "paused" : "live"}
    />
  );
}

/** People a second over the last readings; 0 while nothing moves. */
function useRate(decided: number, isMoving: boolean): number {
  const readings = useRef<{ at: number; decided: number }[]>([]);
  const [rate, setRate] = useState(0);
  useEffect(() => {
    if (!isMoving) {
      readings.current = [];
      setRate(0);
      return;
    }
    const now = Date.now();
    readings.current = [...readings.current, { at: now, decided }].slice(-6);
    const first = readings.current[0];
    if (first && now > first.at) setRate(((decided - first.decided) / (now - first.at)) * 1000);
  }, [decided, isMoving]);
  return rate;
}
