"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toLocal } from "@/contracts/zoned-time";
import { SpokenTimeField } from "../campaigns/spoken-time-field";
import { messageOf } from "../providers/api-errors";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { formatDateTime } from "../ui/format";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";
import { toast } from "../ui/toast";

/** The time of a scheduled campaign as a button: a press and a time in words move it, until the first message leaves. */
export function MoveTime({ campaign, children }: { campaign: { id: string; name: string }; children: ReactNode }) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const client = useQueryClient();
  const { timeZone } = useWorkspace();
  const [open, setOpen] = useState(false);
  const move = useMutation({
    mutationFn: async (at: string) => {
      const { version, schedule } = await api.campaigns.get.query({ campaignId: campaign.id });
      if (schedule.kind === "recurring")
        throw new Error("This campaign repeats. Open it to change when, or to leave one out.");
      await api.campaigns.update.mutate({
        campaignId: campaign.id,
        expectedVersion: version,
        schedule:
          schedule.kind === "local" ? { ...schedule, local: toLocal(at, timeZone) } : { kind: "at", at, timeZone },
      });
      return at;
    },
    onSuccess: (at) => {
      toast.success(`“${campaign.name}” moved to ${formatDateTime(at, timeZone)}`);
      void client.invalidateQueries({ queryKey: trpc.home.pathKey() });
      void client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          title="Move it to another time"
          disabled={move.isPending}
          className="w-fit rounded-sm px-1 text-left underline decoration-dotted decoration-line-strong underline-offset-4 hover:bg-sunken"
        >
          {children}
        </button>
      </PopoverTrigger>
      <PopoverContent label={`Move ${campaign.name}`}>
        <SpokenTimeField
          label="Move to"
          takeLabel="Move"
          timeZone={timeZone}
          onTake={(at) => {
            setOpen(false);
            move.mutate(at);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
