"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { Snippet } from "@/contracts/snippets";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

type SnippetVersionsProps = {
  snippet: Snippet;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRestored: (snippet: Snippet) => void;
};

/** Every saved version, each of which can come back to the top. */
export function SnippetVersions({ snippet, open, onOpenChange, onRestored }: SnippetVersionsProps) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const versions = useQuery(
    trpc.content.snippetVersions.queryOptions({ id: snippet.id, limit: 100 }, { enabled: open }),
  );
  const restore = useMutation(
    trpc.content.restoreSnippetVersion.mutationOptions({
      onSuccess: (restored) => {
        onRestored(restored);
        onOpenChange(false);
        toast(`Restored as version ${restored.version}`);
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="Versions"
      description="Saving never overwrites: each version stays as it was."
    >
      {versions.error ? (
        <ErrorState
          title="The versions could not be loaded."
          detail={messageOf(versions.error)}
          onRetry={() => void versions.refetch()}
          retrying={versions.isFetching}
        />
      ) : versions.data ? (
        <ol className="grid" aria-label="Versions">
          {versions.data.data.map(({ version, note, createdAt, isCurrent }) => (
            <li key={version} className="flex items-center justify-between gap-4 border-line border-b py-2.5 text-sm">
              <span className="grid min-w-0">
                <span className="font-medium text-ink">
                  Version {version}
                  {isCurrent ? " (current)" : ""}
                </span>
                <span className="truncate text-ink-2 text-xs">
                  {formatDateTime(createdAt, workspace.timeZone)}
                  {note ? ` · ${note}` : ""}
                </span>
              </span>
              {isCurrent ? null : (
                <Button
                  size="sm"
                  loading={restore.isPending && restore.variables.version === version}
                  onClick={() => restore.mutate({ id: snippet.id, version })}
                >
                  Restore
                </Button>
              )}
            </li>
          ))}
        </ol>
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Sheet>
  );
}
