"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Permission } from "@/contracts/access";
import type { CustomRole } from "@/contracts/members";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field, FieldSet } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { PERMISSION_GROUPS } from "./permission-groups";

/** What a new role starts from: nothing, or the permissions of one that is there. */
export type RoleDraft = { role?: CustomRole; permissions: readonly Permission[] };

export function RoleForm({ draft, onClose }: { draft: RoleDraft; onClose: () => void }) {
  const { role } = draft;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={role ? `Edit ${role.name}` : "New role"}
      description={
        role ? `Counts from the next click of everybody who has it (${role.holders}).` : "You can give what you hold."
      }
    >
      <Fields draft={draft} onDone={onClose} />
    </Dialog>
  );
}

function Fields({ draft, onDone }: { draft: RoleDraft; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const workspace = useWorkspace();
  const [name, setName] = useState(draft.role?.name ?? "");
  const [description, setDescription] = useState(draft.role?.description ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set(draft.permissions));
  const [faults, setFaults] = useState<{ name?: string; permissions?: string }>({});
  const options = {
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.access.roles.queryKey() });
      onDone();
    },
    onError: (error: unknown) => setFaults({ name: fieldErrorsOf(error).name ?? messageOf(error) }),
  };
  const create = useMutation(trpc.access.createRole.mutationOptions(options));
  const update = useMutation(trpc.access.updateRole.mutationOptions(options));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(name.trim() === "" && { name: "Give the role a name, such as Agency." }),
      ...(chosen.size === 0 && { permissions: "Choose at least one permission." }),
    };
    setFaults(found);
    if (found.name || found.permissions) return;
    const input = { name, description, permissions: [...chosen] };
    if (draft.role) update.mutate({ id: draft.role.id, ...input });
    else create.mutate(input);
  };
  const toggle = (permission: Permission, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(permission);
    else next.delete(permission);
    setChosen(next);
  };

  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <FormError message={faults.permissions} />
      <Field label="Name" error={faults.name}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoFocus />
      </Field>
      <Field label="What it is for" optional>
        <Input value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <div className="grid max-h-72 gap-4 overflow-y-auto border-line border-y py-3 sm:grid-cols-2">
        {PERMISSION_GROUPS.map((group) => (
          <FieldSet key={group.name} legend={group.name}>
            <div className="grid gap-1.5">
              {group.permissions.map(({ id, action }) => (
                <CheckboxField
                  key={id}
                  label={action}
                  checked={chosen.has(id)}
                  disabled={!workspace.can(id)}
                  onCheckedChange={(on) => toggle(id, on === true)}
                />
              ))}
            </div>
          </FieldSet>
        ))}
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          {draft.role ? "Save role" : "Create role"}
        </Button>
      </div>
    </form>
  );
}
