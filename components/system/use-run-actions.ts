"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { toast, toastUndo } from "../ui/toast";

/** Retry, taken back by cancelling the new run, and cancel; both read the lists again. */
export function useRunActions(onRunChange: (id: string) => void) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: trpc.system.pathKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const cancel = useMutation(trpc.system.cancel.mutationOptions({ onError, onSettled: refresh }));
  const retry = useMutation(
    trpc.system.retry.mutationOptions({
      onError,
      onSuccess: ({ runId }) => {
        refresh();
        onRunChange(runId);
        toastUndo("Started again as a new run", { onUndo: () => cancel.mutate({ runId }), undoLabel: "Cancel it" });
      },
    }),
  );
  return { retry, cancel };
}
