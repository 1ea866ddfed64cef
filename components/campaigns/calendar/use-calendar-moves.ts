"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CalendarItem } from "@/contracts/campaign-calendar";
import { toLocal } from "@/contracts/zoned-time";
import { messageOf } from "../../providers/api-errors";
import { useTRPC } from "../../providers/app-providers";
import { useWorkspace } from "../../providers/workspace-provider";
import { formatDateTime } from "../../ui/format";
import { toast, toastUndo } from "../../ui/toast";

/** Gives a campaign another time, as long as nothing has left, and offers the way back. */
export function useCalendarMoves() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { timeZone } = useWorkspace();
  const update = useMutation(trpc.campaigns.update.mutationOptions());
  const refresh = () => client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
  const write = (item: Pick<CalendarItem, "campaignId" | "atLocalTime">, at: string, expectedVersion: number) =>
    update.mutateAsync({
      campaignId: item.campaignId,
      expectedVersion,
      schedule: item.atLocalTime ? { kind: "local", local: toLocal(at, timeZone) } : { kind: "at", at, timeZone },
    });
  const move = async (item: CalendarItem, at: string | null) => {
    if (!at || at === item.at) return;
    if (Date.parse(at) <= Date.now()) {
      toast.error("This time has passed. Choose a later one.");
      return;
    }
    try {
      const moved = await write(item, at, item.version);
      toastUndo(`“${item.name}” moved to ${formatDateTime(at, timeZone)}`, {
        undoLabel: "Move back",
        onUndo: () =>
          void write(item, item.at, moved.version)
            .then(refresh)
            .catch((error: unknown) => toast.error(messageOf(error))),
      });
    } catch (error) {
      toast.error(messageOf(error));
    }
    await refresh();
  };
  return { move, isMoving: update.isPending };
}
