"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Import } from "@/contracts/imports";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { ImportUndoDialog } from "./import-undo-dialog";

/** Pause, resume, cancel, undo: what the import's state allows. */
export function ImportRunActions({ record }: { record: Import }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isCancelling, setCancelling] = useState(false);
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    onError: (error: unknown) => {
      toast.error(messageOf(error));
    },
    onSettled: () => setCancelling(false),
  };
  const pause = useMutation(trpc.imports.pause.mutationOptions(settled));
  const resume = useMutation(trpc.imports.resume.mutationOptions(settled));
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(settled));
  const { id: importId, status } = record;
  const isOver = status === "done" || status === "cancelled" || record.undo !== null;
  return (
    <>
      {isOver ? null : (
        <Button variant="ghost" onClick={() => setCancelling(true)}>
          Cancel import…
        </Button>
      )}
      {status === "queued" || status === "running" ? (
        <Button loading={pause.isPending} loadingLabel="Pausing" onClick={() => pause.mutate({ importId })}>
          Pause
        </Button>
      ) : null}
      <ImportUndoDialog record={record} />
      {(status === "paused" || status === "failed") && !record.undo ? (
        <Button
          variant="primary"
          loading={resume.isPending}
          loadingLabel="Resuming"
          onClick={() => resume.mutate({ importId })}
        >
          {status === "paused" ? "Resume" : "Try again"}
        </Button>
      ) : null}
      <ConfirmDialog
        open={isCancelling}
        onOpenChange={setCancelling}
        title={`Cancel the import of “${record.fileName}”?`}
        description="People imported so far stay, and can be taken back within a day. The rest of the file is not read, and the file is removed."
        confirmLabel="Cancel import"
        cancelLabel="Keep going"
        destructive
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ importId })}
      />
    </>
  );
}
