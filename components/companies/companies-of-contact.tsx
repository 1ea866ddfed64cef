"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { IconButton } from "../ui/icon-button";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast, toastUndo } from "../ui/toast";
import { AssignCompanyDialog } from "./assign-company-dialog";

/** Where a person belongs, and what their address suggests. */
export function CompaniesOfContact({ contactId }: { contactId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workspace = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const query = useQuery(trpc.companies.ofContact.queryOptions({ contactId }));
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: trpc.companies.pathKey() }),
      client.invalidateQueries({ queryKey: trpc.profiles.pathKey() }),
    ]);
  const shared = { onSuccess: refresh, onError: (error: unknown) => void toast.error(messageOf(error)) };
  const assign = useMutation(trpc.companies.assign.mutationOptions(shared));
  const unassign = useMutation(trpc.companies.unassign.mutationOptions(shared));
  const canWrite = workspace.can("contact:write");
  const suggestion = query.data?.suggestion;
  return (
    <Section
      title="Companies"
      actions={
        canWrite ? (
          <Button size="sm" onClick={() => setOpen(true)}>
            Add…
          </Button>
        ) : null
      }
    >
      {query.error ? (
        <ErrorState title="The companies could not be loaded." onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Skeleton className="w-60" /> : null}
      {query.data?.companies.length === 0 && !suggestion ? (
        <p className="text-ink-2 text-sm">Belongs to no company.</p>
      ) : null}
      <ul className="grid gap-1 text-sm">
        {query.data?.companies.map((company) => (
          <li key={company.id} className="flex items-center justify-between gap-4">
            <span>
              <Link href={workspace.href(`companies/${company.id}`)} className="underline">
                {company.name}
              </Link>
              {company.role ? <span className="text-ink-2"> · {company.role}</span> : null}
            </span>
            {canWrite ? (
              <IconButton
                label={`Take out of ${company.name}`}
                size="icon-sm"
                onClick={() =>
                  unassign.mutate(
                    { companyId: company.id, contactId },
                    {
                      onSuccess: () =>
                        toastUndo(`Taken out of ${company.name}`, {
                          onUndo: () => assign.mutate({ companyId: company.id, contactId, role: company.role }),
                        }),
                    },
                  )
                }
              >
                <X aria-hidden="true" />
              </IconButton>
            ) : null}
          </li>
        ))}
        {suggestion ? (
          <li className="flex flex-wrap items-center justify-between gap-2 text-ink-2">
            <span>
              {suggestion.name} has the domain {suggestion.domain}.
            </span>
            {canWrite ? (
              <Button size="sm" onClick={() => assign.mutate({ companyId: suggestion.id, contactId })}>
                Add to {suggestion.name}
              </Button>
            ) : null}
          </li>
        ) : null}
      </ul>
      {isOpen ? <AssignCompanyDialog contactId={contactId} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}
