"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CHAIN_FAULT_WORDS } from "@/contracts/chain";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";

/** Whether the log is what was written: the last check of its hash chain, and a new one. */
export function AuditCheck() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { timeZone } = useWorkspace();
  const last = useQuery(trpc.access.auditCheck.queryOptions({}));
  const check = useMutation(
    trpc.access.checkAudit.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.access.auditCheck.queryKey() }),
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const { fault, checkedAt } = last.data ?? {};
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm" aria-live="polite">
      {fault ? (
        <StatusMark status="failed" label={CHAIN_FAULT_WORDS[fault.kind](fault.position)} />
      ) : checkedAt ? (
        <span className="flex items-center gap-2">
          <StatusMark status="done" label="Nothing was changed" />
          <span className="text-ink-2">
            checked <RelativeTime value={checkedAt} timeZone={timeZone} />
          </span>
        </span>
      ) : null}
      <Button loading={check.isPending} onClick={() => check.mutate({})}>
        Check for tampering
      </Button>
    </div>
  );
}
