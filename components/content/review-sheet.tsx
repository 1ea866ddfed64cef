"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReviewEntry, ReviewKind } from "@/contracts/approvals";
import type { Template } from "@/contracts/content";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatDateTime } from "../ui/format";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";
import { TemplateStatusMark, templateStatusSentence } from "./template-status";

type ReviewSheetProps = {
  template: Template;
  /** There is unsaved work: what is approved has to be saved first. */
  isChanged: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMoved: (template: Template) => void;
};

/** The conversation about a template and the steps of its approval. */
export function ReviewSheet({ template, isChanged, open, onOpenChange, onMoved }: ReviewSheetProps) {
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="Review"
      description="Approving freezes a version: campaigns begin with it, whatever is written afterwards."
    >
      <div className="grid gap-5">
        <p className="flex flex-wrap items-center gap-x-3 text-ink-2 text-sm" aria-live="polite">
          <TemplateStatusMark status={template.status} />
          <span>{templateStatusSentence(template)}</span>
        </p>
        <Steps template={template} isChanged={isChanged} onMoved={onMoved} />
        <Conversation template={template} isOpen={open} />
      </div>
    </Sheet>
  );
}

const DONE = {
  requested: "Approval requested",
  approved: "Approved",
  sentBack: "Sent back",
  withdrawn: "Approval withdrawn",
} as const;

function Steps({ template, isChanged, onMoved }: Pick<ReviewSheetProps, "template" | "isChanged" | "onMoved">) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const [text, setText] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const moved = (word: string) => ({
    onSuccess: (next: Template) => {
      // The editor's own document stays: a step of the approval changes no word of it.
      onMoved({ ...next, document: template.document });
      setText("");
      setIsAsked(false);
      toast(word);
    },
  });
  const comment = useMutation(
    trpc.content.comment.mutationOptions({
      onSuccess: () => {
        setText("");
        setIsAsked(false);
        return queries.invalidateQueries({ queryKey: trpc.content.review.pathKey() });
      },
    }),
  );
  const request = useMutation(trpc.content.requestApproval.mutationOptions(moved(DONE.requested)));
  const approve = useMutation(trpc.content.approve.mutationOptions(moved(DONE.approved)));
  const sendBack = useMutation(trpc.content.sendBack.mutationOptions(moved(DONE.sentBack)));
  const withdraw = useMutation(trpc.content.withdrawApproval.mutationOptions(moved(DONE.withdrawn)));
  const all = [comment, request, approve, sendBack, withdraw];
  const isBusy = all.some((one) => one.isPending);
  const failed = all.find((one) => one.error)?.error;
  const { id, version: expectedVersion, status, approvedVersion } = template;
  const step = { id, expectedVersion, text };
  const start = (run: () => void) => {
    for (const one of all) one.reset();
    run();
  };
  const withWords = (run: () => void) => (text.trim() === "" ? setIsAsked(true) : start(run));
  const canApprove = can("content:approve");
  const isOpen = status === "draft" || status === "in_review";
  return (
    <div className="grid gap-3">
      <Field
        label={`About version ${expectedVersion}`}
        error={isAsked && text.trim() === "" ? "Write what you want to say." : undefined}
      >
        <Textarea rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <FormError message={failed ? messageOf(failed) : undefined} />
      {isChanged && isOpen ? (
        <p className="text-ink-2 text-xs">Save first: only what is saved can be approved.</p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={isBusy}
          onClick={() => withWords(() => comment.mutate({ id, version: expectedVersion, text }))}
        >
          Comment
        </Button>
        {status === "draft" ? (
          <Button disabled={isBusy || isChanged} onClick={() => start(() => request.mutate(step))}>
            Request approval
          </Button>
        ) : null}
        {status === "in_review" && canApprove ? (
          <Button disabled={isBusy} onClick={() => withWords(() => sendBack.mutate(step))}>
            Send back
          </Button>
        ) : null}
        {isOpen && canApprove ? (
          <Button variant="primary" disabled={isBusy || isChanged} onClick={() => start(() => approve.mutate(step))}>
            Approve version {expectedVersion}
          </Button>
        ) : null}
        {approvedVersion !== null && canApprove ? (
          <Button
            variant="ghost"
            disabled={isBusy}
            onClick={() => start(() => withdraw.mutate({ id, version: approvedVersion, text }))}
          >
            Withdraw the approval of version {approvedVersion}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Conversation({ template, isOpen }: { template: Template; isOpen: boolean }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.content.review.infiniteQueryOptions(
      { id: template.id, limit: 30 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, enabled: isOpen },
    ),
  );
  if (query.error)
    return (
      <ErrorState
        title="The conversation could not be loaded."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return <Skeleton className="h-24 w-full" />;
  const entries = query.data.pages.flatMap((page) => page.data);
  if (entries.length === 0)
    return <p className="border-line border-t pt-4 text-ink-2 text-sm">Nothing has been said about this template.</p>;
  return (
    <>
      <ul className="grid border-line border-t" aria-label="What was said">
        {entries.map((entry) => (
          <Entry key={entry.id} templateId={template.id} entry={entry} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

const SAID: Record<ReviewKind, (version: number) => string> = {
  comment: (version) => `on version ${version}`,
  requested: (version) => `requested approval of version ${version}`,
  approved: (version) => `approved version ${version}`,
  sent_back: (version) => `sent version ${version} back`,
  withdrawn: (version) => `withdrew the approval of version ${version}`,
};

function Entry({ templateId, entry }: { templateId: string; entry: ReviewEntry }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can, timeZone } = useWorkspace();
  const resolve = useMutation(
    trpc.content.resolveComment.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.content.review.pathKey() }),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const isSettled = entry.resolvedAt !== null;
  return (
    <li className="grid gap-1 border-line border-b py-3">
      <p className="text-sm">
        <span className="font-semibold text-ink">{entry.author}</span>{" "}
        <span className="text-ink-2">{SAID[entry.kind](entry.version)}</span>
      </p>
      {entry.text ? (
        <p className={cn("whitespace-pre-wrap break-words text-sm", isSettled ? "text-ink-2" : "text-ink")}>
          {entry.text}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3">
        <time dateTime={entry.createdAt} className="type-dense text-ink-2 text-xs">
          {formatDateTime(entry.createdAt, timeZone)}
          {isSettled ? " · settled" : ""}
        </time>
        {entry.kind === "comment" && can("content:write") ? (
          <Button
            size="sm"
            variant="ghost"
            disabled={resolve.isPending}
            onClick={() => resolve.mutate({ id: templateId, commentId: entry.id, isResolved: !isSettled })}
          >
            {isSettled ? "Open again" : "Settle"}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
