"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { MergeRecord } from "@/contracts/merges";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { formatDate } from "../ui/format";
import { Section } from "../ui/section";
import { toast } from "../ui/toast";

/** Contacts that went into this one, with the way back while there is one. */
export function MergesOfContact({ contactId }: { contactId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workspace = useWorkspace();
  const query = useQuery(trpc.profiles.merges.queryOptions({ contactId }));
  const undo = useMutation(
    trpc.profiles.unmerge.mutationOptions({
      onSuccess: () => {
        toast("Both contacts are back");
        return client.invalidateQueries();
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  if (!query.data || query.data.length === 0) return null;
  const mayUndo = workspace.can("contact:write") && workspace.can("consent:write");
  return (
    <Section title="Merged contacts">
      <ul className="grid gap-2 text-sm">
        {query.data.map((merge) => (
          <li key={merge.id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              {merge.mergedName ?? "A contact"}
              <span className="block text-ink-2 text-xs">{when(merge, workspace.timeZone)}</span>
            </span>
            {merge.undoableUntil && mayUndo ? (
              <Button
                size="sm"
                loading={undo.isPending && undo.variables?.mergeId === merge.id}
                loadingLabel="Undoing"
                onClick={() => undo.mutate({ mergeId: merge.id })}
              >
                Undo merge
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const when = (merge: MergeRecord, zone: string): string =>
  merge.undoableUntil
    ? `merged ${formatDate(merge.at, zone)}, can be undone until ${formatDate(merge.undoableUntil, zone)}`
    : `merged ${formatDate(merge.at, zone)}`;
