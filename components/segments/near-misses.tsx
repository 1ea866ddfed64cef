"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Shuffle } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { Condition } from "@/contracts/documents/condition";
import type { NearMiss } from "@/contracts/segment-insight";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { IconButton } from "../ui/icon-button";

type NearMissesProps = { condition: Condition; enabled: boolean; onMark: (rows: readonly number[]) => void };
/** Far from the ratios of round numbers, so that each draw begins somewhere else. */
const STEP = 0.381_966;

/** People whom one row keeps out, with that row; pointing at them marks it in the rule. */
export function NearMisses({ condition, enabled, onMark }: NearMissesProps) {
  const trpc = useTRPC();
  const { href } = useWorkspace();
  const [from, setFrom] = useState(0);
  const misses = useQuery(
    trpc.segments.nearMisses.queryOptions(
      { condition, from },
      { enabled, placeholderData: keepPreviousData, retry: false, trpc: { abortOnUnmount: true } },
    ),
  );
  return (
    <section aria-label="Near misses" className="grid gap-1">
      <div className="flex items-center justify-between">
        <h3 className="text-ink-2 text-xs">One row keeps them out</h3>
        <IconButton
          label="Show other near misses"
          size="icon-sm"
          onClick={() => setFrom((before) => (before + STEP) % 1)}
        >
          <Shuffle aria-hidden="true" />
        </IconButton>
      </div>
      {misses.error ? <p className="text-ink-2 text-sm">{messageOf(misses.error)}</p> : null}
      {misses.data?.length === 0 ? <p className="text-ink-2 text-sm">Nobody is one row away from this rule.</p> : null}
      <ul className="type-dense text-sm">
        {misses.data?.map((miss) => (
          <Miss
            key={miss.person.contactId}
            miss={miss}
            href={href(`contacts/${miss.person.contactId}`)}
            onMark={onMark}
          />
        ))}
      </ul>
    </section>
  );
}

type MissProps = { miss: NearMiss; href: string; onMark: (rows: readonly number[]) => void };

function Miss({ miss, href, onMark }: MissProps) {
  const mark = () => onMark(miss.rows.map((row) => row.at));
  const [row, ...more] = miss.rows;
  return (
    <li className="border-line border-b py-1.5" onMouseEnter={mark} onMouseLeave={() => onMark([])}>
      <Link href={href} onFocus={mark} onBlur={() => onMark([])} className="block truncate text-ink hover:underline">
        {miss.person.name ?? miss.person.email ?? "No name"}
      </Link>
      {row ? (
        <span className="block text-ink-2">
          <mark className="bg-failed/8 text-ink">{rowText(row.sentence)}</mark>: {row.saw}
          {more.length > 0 ? ` (or ${more.length} other ${more.length === 1 ? "row" : "rows"})` : ""}
        </span>
      ) : null}
    </li>
  );
}

/** "People whose plan is “pro”." -> "plan is “pro”" */
const rowText = (sentence: string): string => sentence.replace(/^People (?:whose |who )?/, "").replace(/\.$/, "");
