"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { Member } from "@/contracts/members";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { IconButton } from "../ui/icon-button";
import { Select } from "../ui/select";
import { toast, toastUndo } from "../ui/toast";
import { useRoleOptions } from "./use-roles";

type Asked = "role" | "remove" | null;

/** What may be done with one member; the server refuses what would leave the workspace without an admin. */
export function MemberMenu({ member }: { member: Member }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const workspace = useWorkspace();
  const [asked, setAsked] = useState<Asked>(null);
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.access.members.queryKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const setStatus = useMutation(trpc.access.setMemberStatus.mutationOptions(options));
  const setGlass = useMutation(trpc.access.setBreakGlass.mutationOptions(options));
  const endSessions = useMutation(trpc.access.endMemberSessions.mutationOptions(options));
  const remove = useMutation(trpc.access.removeMember.mutationOptions(options));

  const suspend = () =>
    setStatus.mutate(
      { id: member.id, status: "suspended" },
      {
        onSuccess: () =>
          toastUndo(`${member.name} is suspended`, {
            onUndo: () => setStatus.mutate({ id: member.id, status: "active" }),
          }),
      },
    );
  const signOut = () =>
    endSessions.mutate(
      { id: member.id },
      {
        onSuccess: ({ ended, left }) =>
          toast(
            left > 0
              ? `${ended} sessions ended. ${left} stay, because ${member.name} belongs to other workspaces too.`
              : `${ended} sessions of ${member.name} ended`,
          ),
      },
    );

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton size="icon-sm" label={`More for ${member.name}`}>
            <MoreHorizontal />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked("role")}>Change role…</DropdownMenuItem>
          {member.status === "suspended" ? (
            <DropdownMenuItem onSelect={() => setStatus.mutate({ id: member.id, status: "active" })}>
              Let in again
            </DropdownMenuItem>
          ) : member.isYou ? null : (
            <DropdownMenuItem onSelect={suspend}>Suspend</DropdownMenuItem>
          )}
          <DropdownMenuItem onSelect={signOut}>Sign out everywhere</DropdownMenuItem>
          {workspace.can("sso:manage") ? (
            <DropdownMenuItem onSelect={() => setGlass.mutate({ id: member.id, on: !member.isBreakGlass })}>
              {member.isBreakGlass ? "Stop being break-glass admin" : "Make break-glass admin"}
            </DropdownMenuItem>
          ) : null}
          {member.isYou ? null : <DropdownMenuItem onSelect={() => setAsked("remove")}>Remove…</DropdownMenuItem>}
        </DropdownMenuContent>
      </DropdownMenu>
      {asked === "role" ? <ChangeRole member={member} onClose={() => setAsked(null)} /> : null}
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={(open) => setAsked(open ? "remove" : null)}
        title={`Remove ${member.name}?`}
        description="They lose the workspace with their next click. What they made stays, and the audit log keeps their name. An invitation brings them back."
        confirmLabel="Remove"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: member.id }, { onSuccess: () => setAsked(null) })}
      />
    </>
  );
}

function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const roles = useRoleOptions();
  const [role, setRole] = useState(member.role.id);
  const change = useMutation(
    trpc.access.changeMemberRole.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.access.members.queryKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Role of ${member.name}`}
      description="It counts from their next click on."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={change.isPending}
            disabled={role === member.role.id}
            onClick={() => change.mutate({ id: member.id, role })}
          >
            Change role
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <FormError message={change.isError ? messageOf(change.error) : undefined} />
        <Field label="Role">
          <Select options={roles} value={role} onValueChange={setRole} />
        </Field>
      </div>
    </Dialog>
  );
}
