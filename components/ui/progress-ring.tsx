"use client";

import { useEffect, useState } from "react";
import { cn } from "./cn";

export type ProgressRingProps = {
  /** Whole seconds it counts down from, starting when it is mounted. */
  seconds: number;
  label: string;
  onDone?: () => void;
  size?: number;
  className?: string;
};

/** A countdown that can be read without colour or motion: the ring empties and the number says how long. */
export function ProgressRing({ seconds, label, onDone, size = 28, className }: ProgressRingProps) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) {
      onDone?.();
      return;
    }
    const timer = setTimeout(() => setLeft((value) => value - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, onDone]);
  const radius = 12;
  const length = 2 * Math.PI * radius;
  const share = Math.max(0, left) / seconds;
  return (
    <span
      data-slot="progress-ring"
      role="timer"
      aria-label={label}
      className={cn("relative inline-grid place-items-center text-brand", className)}
      style={{ width: size, height: size }}
    >
      <svg viewBox="0 0 28 28" width={size} height={size} aria-hidden="true" className="-rotate-90">
        <circle cx="14" cy="14" r={radius} fill="none" className="stroke-line" strokeWidth="2" />
        <circle
          cx="14"
          cy="14"
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - share)}
          className="transition-[stroke-dashoffset] duration-1000 ease-linear"
        />
      </svg>
      <span className="type-dense absolute text-ink text-xs">{Math.max(0, left)}</span>
    </span>
  );
}
