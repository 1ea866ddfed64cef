"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  CAMPAIGN_PART_LABELS,
  type CampaignVersion,
  type DefinitionChange,
  type DiffLine,
} from "@/contracts/campaigns";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

type Props = {
  campaignId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Absent where the campaign can no longer be edited. */
  onRestored?: () => void;
};

/** What the campaign said at each time, what changed since, and the way back. */
export function CampaignVersionsSheet({ campaignId, open, onOpenChange, onRestored }: Props) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<CampaignVersion | null>(null);
  const versions = useQuery(
    trpc.campaigns.versions.queryOptions({ campaignId }, { enabled: open, staleTime: 0, refetchOnMount: "always" }),
  );
  const restore = useMutation(
    trpc.campaigns.restoreVersion.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
        toast("The older version is back");
        onRestored?.();
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="Versions"
      description="What one person changes within ten minutes is one version. Going back keeps everything in between."
      className="max-w-240"
      footer={
        chosen && !chosen.isCurrent && onRestored ? (
          <Button
            variant="primary"
            loading={restore.isPending}
            onClick={() => restore.mutate({ campaignId, version: chosen.version })}
          >
            Go back to this version
          </Button>
        ) : undefined
      }
    >
      {versions.error ? (
        <ErrorState
          title="The versions could not be loaded."
          detail={messageOf(versions.error)}
          onRetry={() => void versions.refetch()}
        />
      ) : (
        <div className="grid gap-6 md:grid-cols-[220px_minmax(0,1fr)]">
          <ul className="grid content-start" aria-label="Versions">
            {versions.data?.map((version) => (
              <VersionRow
                key={version.version}
                version={version}
                isChosen={version.version === chosen?.version}
                onChoose={() => setChosen(version)}
              />
            )) ?? <Skeleton className="h-24 w-full" />}
            {versions.data?.length === 0 ? (
              <li className="text-ink-2 text-sm">Nothing was changed since it was made.</li>
            ) : null}
          </ul>
          {chosen === null ? (
            <p className="text-ink-2 text-sm">Choose a version to see what changed since.</p>
          ) : chosen.isCurrent ? (
            <p className="text-ink-2 text-sm">This is how it stands now.</p>
          ) : (
            <Changes campaignId={campaignId} version={chosen.version} />
          )}
        </div>
      )}
    </Sheet>
  );
}

const CAUSES = { created: "Made", edited: "Edited", restored: "Went back", launched: "Launched" } as const;

type RowProps = { version: CampaignVersion; isChosen: boolean; onChoose: () => void };

function VersionRow({ version, isChosen, onChoose }: RowProps) {
  const { timeZone } = useWorkspace();
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className={cn(
          "grid w-full gap-0.5 border-line border-b px-2 py-2 text-left hover:bg-sunken",
          isChosen && "bg-brand-wash",
        )}
      >
        <span className="font-medium text-ink text-sm">
          {CAUSES[version.cause]}
          {version.by ? ` by ${version.by}` : ""}
          {version.isCurrent ? " · now" : ""}
        </span>
        <span className="type-dense text-ink-2 text-xs">{formatDateTime(version.at, timeZone)}</span>
        {version.changed.length > 0 ? (
          <span className="text-ink-2 text-xs">
            {version.changed.map((part) => CAMPAIGN_PART_LABELS[part]).join(", ")}
          </span>
        ) : null}
      </button>
    </li>
  );
}

function Changes({ campaignId, version }: { campaignId: string; version: number }) {
  const trpc = useTRPC();
  const diff = useQuery(trpc.campaigns.versionDiff.queryOptions({ campaignId, version }, { staleTime: 0 }));
  if (diff.error)
    return (
      <ErrorState
        title="The difference could not be worked out."
        detail={messageOf(diff.error)}
        onRetry={() => void diff.refetch()}
      />
    );
  if (!diff.data) return <Skeleton className="h-40 w-full" />;
  if (diff.data.length === 0) return <p className="text-ink-2 text-sm">Nothing differs from how it stands now.</p>;
  return (
    <section aria-label="What changed since" className="grid content-start gap-5">
      <p className="text-ink-2 text-sm">From this version to how it stands now:</p>
      <DefinitionChanges changes={diff.data} />
    </section>
  );
}

/** What differs, part by part: what it was, struck through in red, and what it is. */
export function DefinitionChanges({ changes }: { changes: readonly DefinitionChange[] }) {
  return (
    <ul className="grid gap-4">
      {changes.map((change) => (
        <li key={change.part} className="grid gap-1">
          <h3 className="font-medium text-sm">{change.label}</h3>
          {change.lines ? (
            <Lines lines={change.lines} />
          ) : (
            <dl className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
              <dt className="text-ink-2">Was</dt>
              <dd className="break-words text-failed">{change.before || "Nothing"}</dd>
              <dt className="text-ink-2">Is</dt>
              <dd className="break-words">{change.after || "Nothing"}</dd>
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−", gap: "…" } as const;
const SAID = { same: "", added: "Added: ", removed: "Removed: ", gap: "" } as const;

function Lines({ lines }: { lines: readonly DiffLine[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Changed lines" tabIndex={0} className="max-h-96 overflow-auto rounded-md border border-line">
      <ol className="w-max min-w-full py-1 font-mono text-xs">
        {lines.map((line, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat and are never moved
            key={at}
            className={cn(
              "flex gap-2 whitespace-pre px-2",
              line.kind === "removed" && "text-failed",
              line.kind === "added" && "bg-brand-wash",
              line.kind === "gap" && "text-ink-2",
            )}
          >
            <span aria-hidden="true" className="w-3 shrink-0 select-none">
              {SIGNS[line.kind]}
            </span>
            <span className="sr-only">{SAID[line.kind]}</span>
            {line.text || " "}
          </li>
        ))}
      </ol>
    </section>
  );
}
