"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RecipientFilter } from "@/contracts/delivery";
import { outcomeRule } from "@/contracts/outcome-rule";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { Label } from "../ui/label";
import { RadioGroup } from "../ui/radio-group";
import { toast } from "../ui/toast";

type Props = { campaignId: string; filter: RecipientFilter; label: string };

/** What can be done with the people a filter shows: keep them as a segment, or take them out as a file. */
export function OutcomeActions({ campaignId, filter, label }: Props) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [isNaming, setIsNaming] = useState(false);
  const exporting = useMutation(
    trpc.people.exportRecipients.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.people.pathKey() });
        toast.success("The file is being written", {
          action: { label: "See it", onClick: () => router.push(workspace.href("contacts/exports")) },
        });
      },
    }),
  );
  return (
    <>
      {workspace.can("segment:write") ? (
        <Button size="sm" onClick={() => setIsNaming(true)}>
          Save as segment…
        </Button>
      ) : null}
      {workspace.can("contact:export") ? (
        <Button
          size="sm"
          loading={exporting.isPending}
          onClick={() => exporting.mutate({ campaignId, filter, format: "csv" })}
        >
          Export CSV
        </Button>
      ) : null}
      {isNaming ? (
        <KeepDialog campaignId={campaignId} filter={filter} label={label} onClose={() => setIsNaming(false)} />
      ) : null}
    </>
  );
}

function KeepDialog({ campaignId, filter, label, onClose }: Props & { onClose: () => void }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(label.slice(0, 120));
  const [as, setAs] = useState<"list" | "rule">("list");
  const canFollow = outcomeRule(filter, campaignId) !== null;
  const keep = useMutation(
    trpc.campaigns.keepOutcome.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: ({ id, people }) => {
        void client.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        onClose();
        const saved = people === 1 ? "1 person" : `${formatNumber(people ?? 0)} people`;
        toast.success(people === null ? "Segment saved" : `${saved} saved as a segment`, {
          action: { label: "Open it", onClick: () => router.push(workspace.href(`segments/${id}`)) },
        });
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Save these people as a segment"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            loading={keep.isPending}
            disabled={name.trim() === ""}
            onClick={() => keep.mutate({ campaignId, filter, name, as })}
          >
            Save segment
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid gap-1.5">
          <Label htmlFor="outcome-name">Name</Label>
          <Input id="outcome-name" value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </div>
        {canFollow ? (
          <RadioGroup<"list" | "rule">
            aria-label="Kind of segment"
            value={as}
            onValueChange={setAs}
            options={[
              { value: "list", label: "A list of who they are now", hint: "Nobody joins or leaves by themselves." },
              { value: "rule", label: "A rule that follows", hint: "Who clicks or opens later moves by themselves." },
            ]}
          />
        ) : (
          <p className="text-ink-2 text-sm">A list of who they are now; nobody joins or leaves by themselves.</p>
        )}
      </div>
    </Dialog>
  );
}
