"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Import, type ImportUndoForecast, UNDO_REASON_LABELS } from "@/contracts/imports";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { formatDateTime, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

/** Takes an import back, after saying what that would do to whom. */
export function ImportUndoDialog({ record }: { record: Import }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { id: importId, undoableUntil } = record;
  const isAllowed = workspace.can("contact:delete") && workspace.can("contact:write");
  const forecast = useQuery(
    trpc.imports.previewUndo.queryOptions({ importId }, { enabled: isOpen, gcTime: 0, staleTime: 0, retry: false }),
  );
  const undo = useMutation(
    trpc.imports.undo.mutationOptions({
      onSuccess: () => setOpen(false),
      onError: (error) => void toast.error(messageOf(error)),
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
        ]),
    }),
  );
  if (!undoableUntil || !isAllowed) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {record.undo?.status === "failed" ? "Try to undo again…" : "Undo import…"}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Undo the import of “${record.fileName}”?`}
        description={`Possible until ${formatDateTime(undoableUntil, workspace.timeZone)}. It cannot be undone itself.`}
        confirmLabel="Undo import"
        cancelLabel="Keep it"
        destructive
        busy={undo.isPending || forecast.isPending}
        onConfirm={() => undo.mutate({ importId })}
      >
        {forecast.isPending ? <Skeleton className="w-72" /> : null}
        {forecast.error ? (
          <Notice tone="warning" title="What it would do could not be counted">
            {messageOf(forecast.error)}
          </Notice>
        ) : null}
        {forecast.data ? <Forecast forecast={forecast.data} /> : null}
      </ConfirmDialog>
    </>
  );
}

function Forecast({ forecast }: { forecast: ImportUndoForecast }) {
  const lines: [string, number][] = [
    ["Created by it, removed again", forecast.removed],
    ["Changed by it, set back", forecast.restored],
    ["Set back except what was changed since", forecast.partly],
    ["Left alone", forecast.kept],
  ];
  return (
    <div className="grid gap-3 text-sm">
      {forecast.looked < forecast.people ? (
        <p className="text-ink-2">
          The first {formatNumber(forecast.looked)} of {formatNumber(forecast.people)} people were looked at.
        </p>
      ) : null}
      {forecast.people === 0 ? <p>It made or changed nobody, so there is nothing to take back.</p> : null}
      <dl className="grid gap-1">
        {lines
          .filter(([, people]) => people > 0)
          .map(([label, people]) => (
            <div key={label} className="flex justify-between gap-6">
              <dt>{label}</dt>
              <dd className="type-dense">{formatNumber(people)}</dd>
            </div>
          ))}
      </dl>
      {forecast.reasons.length > 0 ? (
        <ul className="grid gap-1 border-line border-t pt-3 text-ink-2">
          {forecast.reasons.map(({ reason, people }) => (
            <li key={reason} className="flex justify-between gap-6">
              <span>{UNDO_REASON_LABELS[reason]}</span>
              <span className="type-dense">{formatNumber(people)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-ink-2">
        Consent the file recorded is taken back for everybody it still holds for. The ledger keeps both.
      </p>
    </div>
  );
}
