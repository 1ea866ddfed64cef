"use client";

import { useQuery } from "@tanstack/react-query";
import type { Condition } from "@/contracts/documents/condition";
import { useTRPC } from "../providers/app-providers";
import { formatNumber } from "../ui/format";

/** Names the row that a slow count spends most of its work on. */
export function SlowRow({ condition, onMark }: { condition: Condition; onMark: (rows: readonly number[]) => void }) {
  const trpc = useTRPC();
  const costs = useQuery(trpc.segments.costs.queryOptions({ condition }, { retry: false }));
  const [worst] = costs.data ?? [];
  if (!worst || worst.share === 0) return null;
  return (
    <button
      type="button"
      className="mt-3 border-paused border-l-2 pl-3 text-left text-ink-2 text-sm"
      onMouseEnter={() => onMark([worst.at])}
      onMouseLeave={() => onMark([])}
      onFocus={() => onMark([worst.at])}
      onBlur={() => onMark([])}
    >
      This rule is slow. About {formatNumber(Math.round(worst.share * 100))} % of the work is one row:{" "}
      <span className="text-ink">{worst.sentence}</span>
    </button>
  );
}
