"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CampaignReviewEntry, ReviewKind } from "@/contracts/approvals";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatDateTime } from "../ui/format";
import { Section } from "../ui/section";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

type Props = {
  campaignId: string;
  /** Something is not saved yet: what is approved has to be saved first. */
  isSaved: boolean;
  /** The campaign is another version now. */
  onMoved: (version: number) => void;
};

/** Asking for an approval, giving it, and what was said; nothing where the workspace does not ask for one. */
export function ApprovalPanel({ campaignId, isSaved, onMoved }: Props) {
  const trpc = useTRPC();
  const review = useQuery(trpc.campaigns.review.queryOptions({ campaignId }, { staleTime: 0 }));
  if (review.error && !review.data)
    return (
      <ErrorState
        title="The approval could not be loaded."
        detail={messageOf(review.error)}
        onRetry={() => void review.refetch()}
      />
    );
  if (!review.data) return null;
  const { isRequired, state, version, entries } = review.data;
  if (!isRequired && state === "none" && entries.length === 0) return null;
  return (
    <Section title="Approval" description={SENTENCES[state]}>
      <div className="grid gap-5">
        <Steps campaignId={campaignId} state={state} version={version} isSaved={isSaved} onMoved={onMoved} />
        {entries.length > 0 ? (
          <ul className="grid border-line border-t" aria-label="What was said">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        ) : null}
      </div>
    </Section>
  );
}

const SENTENCES = {
  none: "Somebody who wrote none of it looks at the campaign before it leaves.",
  waiting: "Waiting for somebody who wrote none of it. A change of audience, content or sender takes the request back.",
  approved: "Approved. A change of audience, content or sender ends the approval; the time may change.",
} as const;

type StepsProps = Props & { state: keyof typeof SENTENCES; version: number };

function Steps({ campaignId, state, version, isSaved, onMoved }: StepsProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workspace = useWorkspace();
  const [text, setText] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const done = (word: string) => ({
    onSuccess: async (moved: { version: number }) => {
      onMoved(moved.version);
      setText("");
      setIsAsked(false);
      toast(word);
      await client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
    },
  });
  const comment = useMutation(
    trpc.campaigns.comment.mutationOptions({
      onSuccess: () => {
        setText("");
        setIsAsked(false);
        return client.invalidateQueries({ queryKey: trpc.campaigns.review.queryKey({ campaignId }) });
      },
    }),
  );
  const request = useMutation(trpc.campaigns.requestApproval.mutationOptions(done("Approval requested")));
  const approve = useMutation(trpc.campaigns.approve.mutationOptions(done("Approved")));
  const sendBack = useMutation(trpc.campaigns.sendBack.mutationOptions(done("Sent back")));
  const withdraw = useMutation(trpc.campaigns.withdrawReview.mutationOptions(done("Taken back")));
  const all = [comment, request, approve, sendBack, withdraw];
  const isBusy = all.some((one) => one.isPending);
  const failed = all.find((one) => one.error)?.error;
  const step = { campaignId, expectedVersion: version, text };
  const start = (run: () => void) => {
    for (const one of all) one.reset();
    run();
  };
  const withWords = (run: () => void) => (text.trim() === "" ? setIsAsked(true) : start(run));
  const mayWrite = workspace.can("campaign:update");
  const mayApprove = workspace.can("campaign:approve");
  if (!mayWrite && !mayApprove) return null;
  return (
    <div className="grid gap-3">
      <Field
        label="A word with it"
        optional
        error={isAsked && text.trim() === "" ? "Write what you want to say." : undefined}
      >
        <Textarea rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <FormError message={failed ? messageOf(failed) : undefined} />
      <div className="flex flex-wrap gap-2">
        {mayWrite ? (
          <Button disabled={isBusy} onClick={() => withWords(() => comment.mutate({ campaignId, text }))}>
            Comment
          </Button>
        ) : null}
        {mayWrite && state === "none" ? (
          <Button variant="primary" disabled={isBusy || !isSaved} onClick={() => start(() => request.mutate(step))}>
            Request approval
          </Button>
        ) : null}
        {mayWrite && state !== "none" ? (
          <Button disabled={isBusy} onClick={() => start(() => withdraw.mutate(step))}>
            {state === "waiting" ? "Take the request back" : "Withdraw the approval"}
          </Button>
        ) : null}
        {mayApprove && state !== "none" ? (
          <Button disabled={isBusy} onClick={() => withWords(() => sendBack.mutate(step))}>
            Send back
          </Button>
        ) : null}
        {mayApprove && state === "waiting" ? (
          <Button variant="primary" disabled={isBusy || !isSaved} onClick={() => start(() => approve.mutate(step))}>
            Approve
          </Button>
        ) : null}
      </div>
      {state === "waiting" && !mayApprove ? (
        <p className="text-ink-2 text-xs">
          {workspace.grantedBy("campaign:approve").join(" or ")} can approve it; it stands on their Home.
        </p>
      ) : null}
    </div>
  );
}

const SAID: Record<ReviewKind, string> = {
  comment: "said",
  requested: "asked for approval",
  approved: "approved it",
  sent_back: "sent it back",
  withdrawn: "took it back, or changed it",
};

function Entry({ entry }: { entry: CampaignReviewEntry }) {
  const { timeZone } = useWorkspace();
  return (
    <li className="grid gap-1 border-line border-b py-3">
      <p className="text-sm">
        <span className="font-semibold text-ink">{entry.author}</span>{" "}
        <span className="text-ink-2">{SAID[entry.kind]}</span>
      </p>
      {entry.text ? <p className="whitespace-pre-wrap break-words text-sm">{entry.text}</p> : null}
      <time dateTime={entry.createdAt} className="type-dense text-ink-2 text-xs">
        {formatDateTime(entry.createdAt, timeZone)}
      </time>
    </li>
  );
}
