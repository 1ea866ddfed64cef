"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CapPeriod, ConsentState, SuppressionReason } from "@/contracts/consent";
import { SKIP_LABELS } from "@/contracts/delivery";
import { ConsentProofDownload } from "../consent/consent-proof";
import { sayConsent } from "../consent/consent-words";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { ConsentDialog } from "./consent-dialog";
import { ConsentMark } from "./consent-mark";
import { SOURCES } from "./consent-words";

export const REASONS: Record<SuppressionReason, string> = {
  hard_bounce: "Hard bounce",
  complaint: "Complaint",
  manual: "By hand",
  unsubscribed: "Opted out",
  erased: "Erased",
};
/** What this person agreed to, since when and by which proof, with the whole ledger below. */
export function ConsentPanel({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const query = useQuery(trpc.consent.get.queryOptions({ contactId }));
  const consent = query.data;
  return (
    <Section
      title="Consent"
      actions={
        consent && workspace.can("consent:write") ? (
          <Button size="sm" onClick={() => setOpen(true)}>
            Change…
          </Button>
        ) : null
      }
    >
      {query.error ? (
        <ErrorState
          title="The consent could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending ? <Skeleton className="w-60" /> : null}
      {consent ? (
        <div className="grid gap-4 text-sm">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-2">Marketing e-mail</span>
            <ConsentMark state={consent.state} />
            {consent.since && consent.source ? (
              <span className="text-ink-2">
                since {formatDateTime(consent.since, workspace.timeZone)}, {SOURCES[consent.source]}
              </span>
            ) : null}
          </p>
          {consent.suppression ? (
            <Notice
              tone="warning"
              title={`The address is suppressed: ${REASONS[consent.suppression.reason].toLowerCase()}`}
            >
              Nothing is sent to it, whatever the consent says.
              {consent.suppression.note ? ` Note: ${consent.suppression.note}` : ""}
            </Notice>
          ) : null}
          <p>
            {consent.refusal
              ? `A marketing e-mail would not be sent now: ${SKIP_LABELS[consent.refusal].toLowerCase()}.`
              : "A marketing e-mail would be sent now."}
          </p>
          <Choices consent={consent} />
          {consent.history.length > 0 ? (
            <ol aria-label="Consent history" className="grid border-line border-t">
              {consent.history.map((entry) => (
                <li key={entry.position} className="grid gap-0.5 border-line border-b py-2">
                  <span className="flex flex-wrap justify-between gap-x-4">
                    <span>
                      {sayConsent(entry)}, {SOURCES[entry.source]}
                    </span>
                    <time dateTime={entry.at} className="type-dense text-ink-2">
                      {formatDateTime(entry.at, workspace.timeZone)}
                    </time>
                  </span>
                  {entry.evidence ? <span className="text-ink-2 text-xs">{entry.evidence}</span> : null}
                  {entry.wording ? <span className="text-ink-2 text-xs">“{entry.wording}”</span> : null}
                </li>
              ))}
            </ol>
          ) : null}
          <ConsentProofDownload contactId={contactId} />
          <ConsentDialog contactId={contactId} state={consent.state} open={isOpen} onClose={() => setOpen(false)} />
        </div>
      ) : null}
    </Section>
  );
}

type Chosen = {
  topics: { id: string; name: string; state: ConsentState | "none"; byDefault: boolean }[];
  doNotSell: { since: string } | null;
  preferences: { pausedUntil: string | null; cap: { count: number; period: CapPeriod } | null };
};

/** Topics, break, limit and do-not-sell; nothing where nobody chose anything. */
function Choices({ consent: { topics, doNotSell, preferences } }: { consent: Chosen }) {
  const { timeZone } = useWorkspace();
  const lines = [
    ...(preferences.pausedUntil ? [`Takes a break until ${formatDateTime(preferences.pausedUntil, timeZone)}.`] : []),
    ...(preferences.cap
      ? [`Wants at most ${preferences.cap.count} marketing e-mails a ${preferences.cap.period}.`]
      : []),
    ...(doNotSell ? [`Do not sell or share, since ${formatDateTime(doNotSell.since, timeZone)}.`] : []),
  ];
  return (
    <>
      {topics.length > 0 ? (
        <ul aria-label="Topics" className="grid gap-1.5">
          {topics.map((topic) => (
            <li key={topic.id} className="flex flex-wrap items-center gap-x-3">
              <span className="text-ink-2">{topic.name}</span>
              {topic.state === "none" ? (
                <span>{topic.byDefault ? "In, unless they say no" : "Not chosen"}</span>
              ) : (
                <ConsentMark state={topic.state} />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  );
}
