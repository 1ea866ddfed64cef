"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import type { Template, TemplateVersion } from "@/contracts/content";
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
import { CompareVersions } from "./compare-versions";

type VersionsSheetProps = {
  template: Template;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRestored: (template: Template) => void;
};

/** Every saved version; a chosen one is compared with the current one before it is brought back. */
export function VersionsSheet({ template, open, onOpenChange, onRestored }: VersionsSheetProps) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = useQuery(trpc.content.versions.queryOptions({ id: template.id, limit: 100 }, { enabled: open }));
  const restore = useMutation(
    trpc.content.restoreVersion.mutationOptions({
      onSuccess: (restored) => {
        onRestored(restored);
        onOpenChange(false);
        setChosen(null);
        toast(`Version ${chosen} is back as version ${restored.version}`);
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
      className="max-w-240"
      footer={
        chosen !== null && chosen !== template.version ? (
          <Button
            variant="primary"
            loading={restore.isPending}
            onClick={() => restore.mutate({ id: template.id, version: chosen })}
          >
            Restore version {chosen}
          </Button>
        ) : undefined
      }
    >
      <div className="grid gap-6 md:grid-cols-[200px_minmax(0,1fr)]">
        {versions.error ? (
          <ErrorState
            title="The versions could not be loaded."
            detail={messageOf(versions.error)}
            onRetry={() => void versions.refetch()}
          />
        ) : (
          <ul className="grid content-start" aria-label="Versions" onKeyDown={moveFocus}>
            {versions.data?.data.map((version) => (
              <VersionRow
                key={version.version}
                version={version}
                isChosen={version.version === chosen}
                timeZone={workspace.timeZone}
                onChoose={() => setChosen(version.version)}
              />
            )) ?? <Skeleton className="h-24 w-full" />}
          </ul>
        )}
        {chosen === null ? (
          <p className="text-ink-2 text-sm">Choose a version to see it beside the current one.</p>
        ) : chosen === template.version ? (
          <p className="text-ink-2 text-sm">This is the current version. Choose an older one to compare.</p>
        ) : (
          <CompareVersions id={template.id} from={chosen} to={template.version} />
        )}
      </div>
    </Sheet>
  );
}

/** Arrows walk the list; Enter or Space chooses. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const next = buttons[buttons.findIndex((one) => one.matches(":focus")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type VersionRowProps = { version: TemplateVersion; isChosen: boolean; timeZone: string; onChoose: () => void };

function VersionRow({ version, isChosen, timeZone, onChoose }: VersionRowProps) {
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
          Version {version.version}
          {version.isCurrent ? " · current" : ""}
          {version.approvedAt ? " · approved" : ""}
        </span>
        <span className="type-dense text-ink-2 text-xs">{formatDateTime(version.createdAt, timeZone)}</span>
        {version.note ? <span className="text-ink-2 text-xs">{version.note}</span> : null}
      </button>
    </li>
  );
}
