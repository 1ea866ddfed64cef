"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Member } from "@/contracts/members";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { StatusMark } from "../ui/status-mark";
import { InvitationList } from "./invitation-list";
import { InviteMember } from "./invite-member";
import { MemberMenu } from "./member-menu";

const SIGN_IN: Record<Member["signIn"], string> = { password: "Password", sso: "Single sign-on" };
const idOf = (member: Member) => member.id;
const NOBODY: Member[] = [];

const columnsIn = (timeZone: string): DataTableColumn<Member>[] => [
  { id: "name", header: "Name", cell: (member) => <span className="font-medium text-ink">{member.name}</span> },
  { id: "email", header: "E-mail", cell: (member) => member.email },
  { id: "role", header: "Role", cell: (member) => member.role.name },
  {
    id: "status",
    header: "Status",
    hideBelow: "sm",
    cell: (member) =>
      member.status === "active" ? (
        <StatusMark status="done" label="Active" />
      ) : (
        <StatusMark status="paused" label="Suspended" />
      ),
  },
  {
    id: "signIn",
    header: "Signs in by",
    hideBelow: "md",
    cell: (member) => (
      <span className="inline-flex items-center gap-2">
        {SIGN_IN[member.signIn]}
        {member.isBreakGlass ? <Badge>Break-glass</Badge> : null}
      </span>
    ),
  },
  {
    id: "lastActive",
    header: "Last active",
    hideBelow: "md",
    cell: (member) =>
      member.lastActiveAt ? <RelativeTime value={member.lastActiveAt} timeZone={timeZone} /> : "Not seen yet",
  },
];

export function MemberList() {
  const workspace = useWorkspace();
  const [isInviting, setInviting] = useState(false);
  const mayManage = workspace.can("member:manage");
  return (
    <>
      <PageHeader
        title="Members"
        actions={
          mayManage ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              Invite
            </Button>
          ) : null
        }
      />
      <RequirePermission permission="member:read" what="Members">
        <MemberTable mayManage={mayManage} />
        {mayManage ? <InvitationList /> : null}
      </RequirePermission>
      {isInviting ? <InviteMember onClose={() => setInviting(false)} /> : null}
    </>
  );
}

function MemberTable({ mayManage }: { mayManage: boolean }) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const members = useQuery(trpc.access.members.queryOptions({}));
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  return (
    <DataTable
      caption="Members"
      columns={columns}
      rows={members.data?.data ?? NOBODY}
      rowId={idOf}
      rowLabel={(member) => member.name}
      loading={members.isPending}
      refetching={members.isRefetching}
      rowActions={mayManage ? (member) => <MemberMenu member={member} /> : undefined}
      error={
        members.isError ? (
          <ErrorState
            title="The members could not be read"
            detail={messageOf(members.error)}
            traceId={traceIdOf(members.error)}
            onRetry={() => void members.refetch()}
          />
        ) : undefined
      }
    />
  );
}
