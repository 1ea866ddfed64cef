"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type SendingDomain, sendingDomainSchema } from "@/contracts/sending-domains";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { DomainSection } from "./domain-section";

/** Settings › Domains: who may send for each domain, as DNS says it. */
export function DomainList() {
  return (
    <RequirePermission permission="provider:read" what="sending domains">
      <Domains />
    </RequirePermission>
  );
}

function Domains() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { can } = useWorkspace();
  const list = useQuery(trpc.channels.listDomains.queryOptions({}));
  const [doomed, setDoomed] = useState<SendingDomain | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: trpc.channels.listDomains.queryKey() });
  const remove = useMutation(
    trpc.channels.removeDomain.mutationOptions({
      onSuccess: () => {
        toast("Domain removed");
        setDoomed(null);
        return refresh();
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const mayManage = can("provider:manage");
  const domains = list.data?.data;
  return (
    <>
      <PageHeader
        title="Sending domains"
        meta={<span>What receivers look up before they believe your sender address.</span>}
      />
      {mayManage ? <AddDomain onAdded={refresh} /> : null}
      {list.isError ? (
        <ErrorState
          title="The domains could not be read"
          detail={messageOf(list.error)}
          traceId={traceIdOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.isPending ? <Skeleton className="h-60 w-full" /> : null}
      {domains?.length === 0 ? (
        <EmptyState
          title="No domain yet"
          description="Add the domain of your sender address. You get the DNS records to publish, and hear when one breaks."
          columns={["Record", "Name", "Found"]}
          ghostRow={["DKIM", "carillon-1a2b3c4d._domainkey.example.com", "as expected"]}
        />
      ) : null}
      {domains?.map((domain) => (
        <DomainSection
          key={domain.id}
          domain={domain}
          onChanged={refresh}
          onRemove={mayManage ? () => setDoomed(domain) : null}
        />
      ))}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(open) => (open ? undefined : setDoomed(null))}
        title={`Remove ${doomed?.domain ?? ""}?`}
        description="Messages from it leave unsigned from now on, and its keys are deleted. The DNS records stay with your DNS host."
        confirmLabel="Remove domain"
        destructive
        busy={remove.isPending}
        onConfirm={() => doomed && remove.mutate({ domainId: doomed.id })}
      />
    </>
  );
}

function AddDomain({ onAdded }: { onAdded: () => Promise<void> }) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | undefined>();
  const add = useMutation(
    trpc.channels.addDomain.mutationOptions({
      onSuccess: (domain) => {
        setText("");
        toast(`${domain.domain} added`);
        return onAdded();
      },
      onError: (error) => setFault(messageOf(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = sendingDomainSchema.safeParse(text);
    setFault(parsed.success ? undefined : parsed.error.issues[0]?.message);
    if (parsed.success) add.mutate({ domain: parsed.data });
  };
  return (
    <form noValidate onSubmit={submit} className="flex max-w-120 items-end gap-2 pb-6">
      <Field label="Add a domain" error={fault} className="grow">
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="example.com"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Button type="submit" variant="primary" loading={add.isPending}>
        Add
      </Button>
    </form>
  );
}
