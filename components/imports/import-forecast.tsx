"use client";

import { useQuery } from "@tanstack/react-query";
import type { ImportMapping } from "@/contracts/imports";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useSettled } from "../segments/use-settled";
import { formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Stat, StatRow } from "../ui/stat";

/** A dry run of the first 10,000 rows, again after each change of the mapping. Nothing is written. */
export function ImportForecastPanel({ importId, mapping }: { importId: string; mapping: ImportMapping }) {
  const trpc = useTRPC();
  const settled = useSettled(mapping, 400);
  const query = useQuery(
    trpc.imports.forecast.queryOptions(
      { importId, mapping: settled },
      { placeholderData: (before) => before, retry: false },
    ),
  );
  const forecast = query.data;
  return (
    <Section
      title="What would happen"
      description={
        forecast
          ? `${forecast.isWholeFile ? "All" : "The first"} ${formatNumber(forecast.rows)} rows were tried. Nothing is written before you start.`
          : undefined
      }
    >
      {query.error ? (
        <Notice tone="warning" title="This cannot be imported yet">
          {messageOf(query.error)}
        </Notice>
      ) : null}
      {query.isPending ? <Skeleton className="w-96" /> : null}
      {forecast && !query.error ? (
        <div aria-live="polite" className={query.isPlaceholderData ? "refetching grid gap-4" : "grid gap-4"}>
          <StatRow>
            <Stat label="New people" value={formatNumber(forecast.create)} />
            <Stat label="Known people" value={formatNumber(forecast.update)} />
            <Stat label="Bad rows" value={formatNumber(forecast.invalid)} />
            <Stat label="Twice in the file" value={formatNumber(forecast.duplicates)} />
            <Stat label="Opted out, kept so" value={formatNumber(forecast.optedOut)} />
          </StatRow>
          {forecast.problems.length > 0 ? (
            <ul className="grid gap-1 text-sm">
              {forecast.problems.slice(0, 5).map((problem) => (
                <li key={`${problem.line}${problem.code}`}>
                  <span className="type-dense text-ink-2">Line {formatNumber(problem.line)}</span>{" "}
                  {problem.column ? `${problem.column}: ` : ""}
                  {problem.problem} <span className="text-ink-2">{problem.fix}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </Section>
  );
}
