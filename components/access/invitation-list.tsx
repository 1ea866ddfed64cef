"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Invitation } from "@/contracts/members";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable, type DataTableColumn } from "../ui/data-table";
import { ErrorState } from "../ui/error-state";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { InviteMember, type IssuedLink } from "./invite-member";

const columnsIn = (timeZone: string): DataTableColumn<Invitation>[] => [
  { id: "email", header: "E-mail", cell: (one) => <span className="font-medium text-ink">{one.email}</span> },
  { id: "role", header: "Role", cell: (one) => one.role.name },
  { id: "by", header: "Invited by", hideBelow: "md", cell: (one) => one.invitedBy ?? "An API key" },
  {
    id: "expires",
    header: "Open until",
    hideBelow: "sm",
    cell: (one) =>
      one.isExpired ? (
        <StatusMark status="failed" label="Over" />
      ) : (
        <RelativeTime value={one.expiresAt} timeZone={timeZone} />
      ),
  },
];

/** Who was invited and has not come yet. Shows nothing while nobody is. */
export function InvitationList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { timeZone } = useWorkspace();
  const invitations = useQuery(trpc.access.invitations.queryOptions({}));
  const [issued, setIssued] = useState<IssuedLink | null>(null);
  const columns = useMemo(() => columnsIn(timeZone), [timeZone]);
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.access.invitations.queryKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const renew = useMutation(trpc.access.renewInvitation.mutationOptions(options));
  const revoke = useMutation(trpc.access.revokeInvitation.mutationOptions(options));
  if (invitations.isError)
    return (
      <ErrorState
        title="The invitations could not be read"
        detail={messageOf(invitations.error)}
        traceId={traceIdOf(invitations.error)}
        onRetry={() => void invitations.refetch()}
      />
    );
  if (!invitations.data?.data.length) return null;
  return (
    <Section title="Invited" description="They are not members yet. A new link makes the old one useless.">
      <DataTable
        caption="Invitations"
        columns={columns}
        rows={invitations.data.data}
        rowId={(one) => one.id}
        rowLabel={(one) => one.email}
        rowActions={(one) => (
          <span className="flex gap-1">
            <Button
              size="sm"
              variant="ghost"
              aria-label={`New link for ${one.email}`}
              onClick={() =>
                renew.mutate({ id: one.id }, { onSuccess: ({ link }) => setIssued({ email: one.email, link }) })
              }
            >
              New link
            </Button>
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Take back the invitation of ${one.email}`}
              onClick={() => revoke.mutate({ id: one.id })}
            >
              Take back
            </Button>
          </span>
        )}
      />
      {issued ? <InviteMember issued={issued} onClose={() => setIssued(null)} /> : null}
    </Section>
  );
}
