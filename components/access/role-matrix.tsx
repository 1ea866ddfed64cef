"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { Fragment, useState } from "react";
import { type Permission, ROLE_LABELS, ROLE_PERMISSIONS, ROLES } from "@/contracts/access";
import type { CustomRole } from "@/contracts/members";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast, toastUndo } from "../ui/toast";
import { PERMISSION_GROUPS } from "./permission-groups";
import { type RoleDraft, RoleForm } from "./role-form";

export function RoleMatrix() {
  const workspace = useWorkspace();
  const [draft, setDraft] = useState<RoleDraft | null>(null);
  return (
    <>
      <PageHeader
        title="Roles"
        actions={
          workspace.can("member:manage") ? (
            <Button variant="primary" onClick={() => setDraft({ permissions: ROLE_PERMISSIONS.viewer })}>
              New role
            </Button>
          ) : null
        }
      />
      <RequirePermission permission="member:read" what="Roles">
        <Roles onDraft={setDraft} />
      </RequirePermission>
      {draft ? <RoleForm draft={draft} onClose={() => setDraft(null)} /> : null}
    </>
  );
}

function Roles({ onDraft }: { onDraft: (draft: RoleDraft) => void }) {
  const trpc = useTRPC();
  const roles = useQuery(trpc.access.roles.queryOptions({}));
  if (roles.isPending) return <Skeleton className="h-96 w-full" />;
  if (roles.isError)
    return (
      <ErrorState
        title="The roles could not be read"
        detail={messageOf(roles.error)}
        traceId={traceIdOf(roles.error)}
        onRetry={() => void roles.refetch()}
      />
    );
  const own = roles.data.data;
  const columns = [
    ...ROLES.map((role) => ({ id: role as string, name: ROLE_LABELS[role], permissions: ROLE_PERMISSIONS[role] })),
    ...own,
  ];
  return (
    <>
      {own.length > 0 ? (
        <Section title="Your own roles">
          <ul className="divide-y divide-line">
            {own.map((role) => (
              <OwnRole key={role.id} role={role} onEdit={() => onDraft({ role, permissions: role.permissions })} />
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Who may do what" description="The first five are built in and stay as they are.">
        <Matrix columns={columns} />
      </Section>
    </>
  );
}

type Column = { id: string; name: string; permissions: readonly Permission[] };

function Matrix({ columns }: { columns: readonly Column[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label="Permissions of every role">
      <table className="type-dense w-full border-separate border-spacing-0 text-left text-sm">
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 bg-canvas py-2 pr-4 font-medium text-ink-2">
              Permission
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className="px-3 py-2 font-medium text-ink-2">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSION_GROUPS.map((group) => (
            <Fragment key={group.name}>
              <tr>
                <th
                  scope="rowgroup"
                  colSpan={columns.length + 1}
                  className="border-line border-t pt-4 pb-1 font-semibold text-ink"
                >
                  {group.name}
                </th>
              </tr>
              {group.permissions.map(({ id, action }) => (
                <tr key={id} className="hover:bg-surface">
                  <th scope="row" className="sticky left-0 bg-canvas py-1 pr-4 font-normal text-ink-2">
                    {action}
                  </th>
                  {columns.map((column) => (
                    <td key={column.id} className="px-3 py-1">
                      {column.permissions.includes(id) ? (
                        <Check role="img" aria-label="yes" className="size-4 text-brand" />
                      ) : (
                        <Minus role="img" aria-label="no" className="size-4 text-line-strong" />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OwnRole({ role, onEdit }: { role: CustomRole; onEdit: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const workspace = useWorkspace();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.access.roles.queryKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const create = useMutation(trpc.access.createRole.mutationOptions({ onSuccess: refresh, onError }));
  const remove = useMutation(trpc.access.deleteRole.mutationOptions({ onSuccess: refresh, onError }));
  const { name, description, permissions } = role;
  const onDelete = () =>
    remove.mutate(
      { id: role.id },
      {
        onSuccess: () =>
          toastUndo(`${name} is deleted`, { onUndo: () => create.mutate({ name, description, permissions }) }),
      },
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2.5">
      <div className="min-w-0">
        <p className="font-medium text-ink text-sm">{name}</p>
        <p className="text-ink-2 text-xs">
          {description ? `${description} · ` : ""}
          {permissions.length} permissions · {role.holders === 0 ? "nobody has it" : `${role.holders} have it`}
        </p>
      </div>
      {workspace.can("member:manage") ? (
        <span className="flex gap-1">
          <Button size="sm" variant="ghost" onClick={onEdit} aria-label={`Edit ${name}`}>
            Edit
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={onDelete}
            disabled={role.holders > 0}
            aria-label={`Delete ${name}`}
          >
            Delete
          </Button>
        </span>
      ) : null}
    </li>
  );
}
