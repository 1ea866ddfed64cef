"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SegmentWithDependents } from "@/contracts/segments";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { toast } from "../ui/toast";
import { DeleteSegmentDialog } from "./delete-segment-dialog";
import { MembersDialog } from "./members-dialog";
import { ScheduleDialog } from "./schedule-dialog";
import { isRefreshing } from "./segment-status";
import { useSegmentActions } from "./use-segment-actions";
import { toInput, type useSegmentDraft } from "./use-segment-draft";

type SegmentActionsProps = { segment: SegmentWithDependents; state: ReturnType<typeof useSegmentDraft> };

/** What can be done with one segment: the two frequent things as buttons, the rest in a menu. */
export function SegmentActions({ segment, state }: SegmentActionsProps) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const actions = useSegmentActions();
  const [isEditingMembers, setEditingMembers] = useState(false);
  const update = useMutation(
    trpc.segments.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        state.settle();
        toast("Segment saved. Its members are being found again.");
      },
      onError: (error) => {
        state.refused(error);
        toast.error(messageOf(error));
      },
    }),
  );
  if (!workspace.can("segment:write")) return null;
  const isStatic = segment.type === "static";
  return (
    <>
      {state.isDirty ? (
        <Button variant="ghost" onClick={state.settle}>
          Discard changes
        </Button>
      ) : null}
      {segment.status === "active" && !isStatic ? (
        <Button
          loading={actions.refresh.isPending || isRefreshing(segment)}
          loadingLabel="Refreshing"
          onClick={() => actions.refresh.mutate({ segmentId: segment.id })}
        >
          Refresh now
        </Button>
      ) : null}
      {isStatic ? (
        <Button variant="primary" onClick={() => setEditingMembers(true)}>
          Add or remove people
        </Button>
      ) : (
        <Button
          variant="primary"
          disabled={!state.isDirty}
          loading={update.isPending}
          loadingLabel="Saving"
          onClick={() =>
            state.check() && update.mutate({ ...toInput(state.draft), segmentId: segment.id, version: state.version })
          }
        >
          Save changes
        </Button>
      )}
      <MoreActions segment={segment} />
      <MembersDialog segmentId={segment.id} open={isEditingMembers} onClose={() => setEditingMembers(false)} />
    </>
  );
}

function MoreActions({ segment }: { segment: SegmentWithDependents }) {
  const { href, can } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const actions = useSegmentActions();
  const [open, setOpen] = useState<"schedule" | "delete" | null>(null);
  const made = {
    onSuccess: ({ id }: { id: string }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
      router.push(href(`segments/${id}`));
    },
    onError: (error: unknown) => {
      toast.error(messageOf(error));
    },
  };
  const copy = useMutation(trpc.segments.create.mutationOptions(made));
  const list = useMutation(trpc.segments.createStatic.mutationOptions(made));
  const isStatic = segment.type === "static";
  const members = { kind: "segment" as const, segmentId: segment.id };
  const named = (word: string) => `${word} ${segment.name}`.slice(0, 120);
  const setStatus = (status: "active" | "inactive" | "archived") =>
    actions.setStatus.mutate({ segmentId: segment.id, status });
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="More actions">
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            onSelect={() =>
              isStatic
                ? list.mutate({ name: named("Copy of"), from: members })
                : copy.mutate({
                    name: named("Copy of"),
                    condition: segment.condition,
                    schedule: { cron: segment.schedule.cron, timeZone: segment.schedule.timeZone },
                  })
            }
          >
            Duplicate
          </DropdownMenuItem>
          {isStatic ? null : (
            <>
              <DropdownMenuItem onSelect={() => list.mutate({ name: named("Snapshot of"), from: members })}>
                Make a list of its members
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => setOpen("schedule")}>Refresh schedule…</DropdownMenuItem>
            </>
          )}
          <DropdownMenuItem onSelect={() => router.push(href(`segments/compare?segments=${segment.id}`))}>
            Compare with others
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          {segment.status === "active" && !isStatic ? (
            <DropdownMenuItem onSelect={() => setStatus("inactive")}>Deactivate</DropdownMenuItem>
          ) : null}
          {segment.status === "active" ? null : (
            <DropdownMenuItem onSelect={() => setStatus("active")}>Activate</DropdownMenuItem>
          )}
          {segment.status === "archived" ? null : (
            <DropdownMenuItem onSelect={() => setStatus("archived")}>Archive</DropdownMenuItem>
          )}
          {can("segment:delete") ? (
            <DropdownMenuItem destructive onSelect={() => setOpen("delete")}>
              Delete…
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <ScheduleDialog segment={segment} open={open === "schedule"} onClose={() => setOpen(null)} />
      <DeleteSegmentDialog
        segment={open === "delete" ? segment : null}
        busy={actions.remove.isPending}
        onClose={() => setOpen(null)}
        onConfirm={({ id }) =>
          actions.remove.mutate({ segmentId: id }, { onSuccess: () => router.push(href("segments")) })
        }
      />
    </>
  );
}
