"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type {
  CodeLine,
  ComparedPicture,
  DocumentChange,
  TextChange,
  VersionComparison,
} from "@/contracts/compare-versions";
import { EmailFrame } from "../email-builder";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Badge } from "../ui/badge";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";

const VIEWS = ["pictures", "code"] as const;

/** Two versions side by side: what was taken out is marked in the left one, what came in the right one. */
export function CompareVersions({ id, from, to }: { id: string; from: number; to: number }) {
  const trpc = useTRPC();
  const [view, setView] = useState<(typeof VIEWS)[number]>("pictures");
  const query = useQuery(
    trpc.content.compareVersions.queryOptions({ id, from, to }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  if (query.error)
    return (
      <ErrorState
        title="The versions could not be compared."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return <Skeleton className="h-96 w-full" />;
  const { data } = query;
  return (
    <div className="grid min-w-0 content-start gap-4">
      <Envelope comparison={data} />
      <Changes changes={data.changes} />
      <SegmentedControl
        label="Compare"
        size="sm"
        value={view}
        onValueChange={setView}
        options={[
          { value: "pictures", label: "Pictures" },
          { value: "code", label: "Code" },
        ]}
      />
      {view === "pictures" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Picture picture={data.before} label={`Version ${from}`} hint="Red: not in the other" />
          <Picture picture={data.after} label={`Version ${to}`} hint="Green: new" />
        </div>
      ) : (
        <Code hunks={data.code} isCut={data.isCodeCut} />
      )}
    </div>
  );
}

function Envelope({ comparison }: { comparison: VersionComparison }) {
  const fields: [string, TextChange[] | null][] = [
    ["Subject", comparison.subject],
    ["Preheader", comparison.preheader],
    ["Plain text", comparison.text],
  ];
  const changed = fields.filter(([, words]) => words !== null);
  if (changed.length === 0)
    return <p className="text-ink-2 text-sm">Subject, preheader and plain text are the same.</p>;
  return (
    <dl className="grid gap-2">
      {changed.map(([label, words]) => (
        <div key={label} className="grid gap-0.5">
          <dt className="text-ink-2 text-xs">{label}</dt>
          <dd className="max-h-40 overflow-y-auto whitespace-pre-wrap break-words text-ink text-sm">
            <Words words={words ?? []} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Words({ words }: { words: readonly TextChange[] }) {
  return words.map(({ kind, text }, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name but their place.
    if (kind === "same") return <span key={at}>{text}</span>;
    const Tag = kind === "added" ? "ins" : "del";
    return (
      <Tag
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name but their place.
        key={at}
        className={
          kind === "added" ? "bg-live-wash text-ink decoration-live" : "bg-failed-wash text-ink decoration-failed"
        }
      >
        {text}
      </Tag>
    );
  });
}

const TONES = { added: "live", removed: "failed", changed: "brand", moved: "neutral" } as const;
const WORDS = { added: "New", removed: "Gone", changed: "Changed", moved: "Moved" } as const;

function Changes({ changes }: { changes: readonly DocumentChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="grid max-h-48 gap-1 overflow-y-auto" aria-label="Changed parts">
      {changes.map(({ kind, what }) => (
        <li key={`${kind} ${what}`} className="flex min-w-0 items-baseline gap-2 text-sm">
          <Badge tone={TONES[kind]}>{WORDS[kind]}</Badge>
          <span className="min-w-0 break-words text-ink">{what}</span>
        </li>
      ))}
    </ul>
  );
}

function Picture({ picture, label, hint }: { picture: ComparedPicture; label: string; hint: string }) {
  return (
    <figure className="grid min-w-0 content-start gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium text-ink text-sm">{label}</span>
        <span className="text-ink-2 text-xs">{hint}</span>
      </figcaption>
      <div className="overflow-hidden rounded-lg border border-line bg-sunken">
        {picture.html ? (
          <EmailFrame html={picture.html} title={label} width={640} height={1100} />
        ) : (
          <p className="px-4 py-10 text-center text-ink-2 text-sm">{picture.problem}</p>
        )}
      </div>
    </figure>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;
const SPOKEN = { same: "", added: "added: ", removed: "removed: " } as const;

function Code({ hunks, isCut }: { hunks: readonly CodeLine[][]; isCut: boolean }) {
  if (hunks.length === 0 && !isCut) return <p className="text-ink-2 text-sm">The code is the same.</p>;
  return (
    <div className="grid gap-3">
      {hunks.map((lines) => (
        <section
          key={`${lines[0]?.before} ${lines[0]?.after}`}
          aria-label={`Lines from ${lines[0]?.after ?? lines[0]?.before}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
          tabIndex={0}
          className="overflow-x-auto rounded-sm border border-line"
        >
          <pre className="min-w-max font-mono text-xs leading-5">
            {lines.map((line) => (
              <div
                key={`${line.before} ${line.after}`}
                className={cn(
                  "grid grid-cols-[3.5rem_1rem_1fr] px-2",
                  line.kind === "added" && "bg-live-wash",
                  line.kind === "removed" && "bg-failed-wash",
                )}
              >
                <span aria-hidden="true" className="text-ink-2">
                  {line.after ?? line.before}
                </span>
                <span aria-hidden="true">{SIGNS[line.kind]}</span>
                <span className="text-ink">
                  <span className="sr-only">{SPOKEN[line.kind]}</span>
                  {line.text || " "}
                </span>
              </div>
            ))}
          </pre>
        </section>
      ))}
      {isCut ? <p className="text-ink-2 text-sm">There are more changes than are shown here.</p> : null}
    </div>
  );
}
