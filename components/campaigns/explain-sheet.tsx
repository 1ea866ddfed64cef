"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { ExplainGates, explainedSentence } from "./explain-gates";

type Props = {
  /** Null while it is still being chosen. */
  campaignId: string | null;
  contactId: string | null;
  open: boolean;
  onClose: () => void;
  /** Stands above the answer: what the question is about. */
  children?: ReactNode;
};

/** Why one person got one campaign, or did not: the gates in order, over the page. */
export function ExplainSheet({ campaignId, contactId, open, onClose, children }: Props) {
  const { href, timeZone } = useWorkspace();
  const trpc = useTRPC();
  const isAsked = open && campaignId !== null && contactId !== null;
  const query = useQuery(
    trpc.campaigns.explain.queryOptions(
      { campaignId: campaignId ?? "", contactId: contactId ?? "" },
      { enabled: isAsked, refetchOnMount: "always" },
    ),
  );
  const answer = query.data;
  const person = answer ? (answer.contact.name ?? answer.contact.email ?? "this person") : "this person";
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title="Why did they get it, or not?"
      description={answer ? `${person} · ${answer.campaign.name}` : undefined}
    >
      <div className="grid gap-4">
        {children}
        {isAsked && query.isPending ? <Skeleton className="w-72" /> : null}
        {query.error ? (
          <ErrorState
            title="The answer could not be loaded."
            detail={messageOf(query.error)}
            traceId={traceIdOf(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : null}
        {answer ? (
          <>
            <div className="grid gap-1">
              <p className="font-medium text-ink" role="status">
                {explainedSentence(answer)}.
              </p>
              <p className="text-ink-2 text-xs">
                {answer.basis === "forecast"
                  ? "The campaign has not been launched: these are the rules of the launch, asked now."
                  : answer.decidedAt
                    ? `Decided ${formatDateTime(answer.decidedAt, timeZone)}, as the ledger has it.`
                    : "As the ledger of this campaign has it."}
              </p>
            </div>
            <ExplainGates explanation={answer} timeZone={timeZone} />
            <p className="flex flex-wrap gap-x-4 text-sm">
              <Link href={href(`contacts/${answer.contact.id}`)} className="underline">
                Open the person
              </Link>
              <Link href={href(`campaigns/${answer.campaign.id}`)} className="underline">
                Open the campaign
              </Link>
            </p>
          </>
        ) : null}
      </div>
    </Sheet>
  );
}
