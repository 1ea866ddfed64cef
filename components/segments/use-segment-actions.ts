"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { toast } from "../ui/toast";

/** The changes a segment can get from a list or its page; each puts fresh data on every screen that shows segments. */
export function useSegmentActions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() }),
    onError: (error: unknown) => {
      toast.error(messageOf(error));
    },
  };
  return {
    refresh: useMutation(trpc.segments.refresh.mutationOptions(settled)),
    setStatus: useMutation(trpc.segments.setStatus.mutationOptions(settled)),
    remove: useMutation(trpc.segments.delete.mutationOptions(settled)),
  };
}
