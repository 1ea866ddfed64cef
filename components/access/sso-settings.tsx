"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ROLE_LABELS, type SsoConnection } from "@/contracts/access";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { DefinitionList } from "../ui/definition-list";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { leaveForSso } from "./password-sign-in";
import { SsoConnectionForm } from "./sso-connection-form";
import { SsoDomains } from "./sso-domains";
import { SsoEnforcement } from "./sso-enforcement";

export function SsoSettings() {
  return (
    <RequirePermission permission="sso:manage" what="Single sign-on">
      <Connections />
    </RequirePermission>
  );
}

function Connections() {
  const trpc = useTRPC();
  const connections = useQuery(trpc.access.ssoConnections.queryOptions({}, { refetchOnWindowFocus: "always" }));
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      Add provider
    </Button>
  );
  const isEmpty = connections.data?.data.length === 0;
  return (
    <>
      <PageHeader title="Single sign-on" actions={isEmpty ? null : add} />
      {connections.isPending ? <Skeleton className="h-40 w-full" /> : null}
      {connections.isError ? (
        <ErrorState
          title="The connections could not be read"
          detail={messageOf(connections.error)}
          traceId={traceIdOf(connections.error)}
          onRetry={() => void connections.refetch()}
        />
      ) : null}
      {isEmpty ? (
        <EmptyState
          title="Let your team sign in with the login they have."
          description="Works with any OpenID Connect provider: Okta, Keycloak, Google Workspace, Auth0."
          columns={["Name", "Issuer", "Domain"]}
          ghostRow={["Company login", "https://login.example.com", "example.com"]}
          action={add}
        />
      ) : null}
      {connections.data?.data.map((connection) => (
        <Connection key={connection.id} connection={connection} />
      ))}
      {connections.data && !isEmpty ? <SsoEnforcement isEnforced={connections.data.isEnforced} /> : null}
      <SsoConnectionForm open={isAdding} onOpenChange={setAdding} />
    </>
  );
}

/** Opens the provider in a window of its own; its answer is noted, and nobody is signed in or out here. */
function testSignIn(connectionId: string): Promise<void> {
  const name = "carillon-sso-test";
  window.open("about:blank", name, "popup,width=520,height=680");
  return leaveForSso(connectionId, "/login/tested", { isTest: true, target: name });
}

function LastTest({ connection }: { connection: SsoConnection }) {
  const { timeZone } = useWorkspace();
  if (!connection.tested) return "Not tried yet";
  return (
    <span>
      <RelativeTime value={connection.tested.at} timeZone={timeZone} />
      {connection.tested.email ? `, by ${connection.tested.email}` : ""}
    </span>
  );
}

function Connection({ connection }: { connection: SsoConnection }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const remove = useMutation(
    trpc.access.deleteSsoConnection.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.access.ssoConnections.queryKey() }),
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const withCopy = (text: string) => (
    <span className="flex items-center justify-between gap-2">
      <span className="min-w-0 break-all font-mono text-xs">{text}</span>
      <CopyButton value={text} />
    </span>
  );
  return (
    <Section
      title={connection.name}
      description="Copy the redirect address into your provider. Then prove your e-mail domain."
      actions={
        <>
          <StatusMark status={connection.enabled ? "done" : "paused"} label={connection.enabled ? "On" : "Off"} />
          <Button disabled={!connection.enabled} onClick={() => void testSignIn(connection.id)}>
            Test sign-in
          </Button>
          <Button onClick={() => setEditing(true)}>Edit</Button>
          <Button variant="destructive" onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </>
      }
    >
      <DefinitionList
        items={[
          { term: "Issuer", value: connection.issuer, mono: true },
          { term: "Client id", value: connection.clientId, mono: true },
          { term: "New people become", value: ROLE_LABELS[connection.defaultRole] },
          { term: "Redirect address", value: withCopy(connection.redirectUrl) },
          { term: "Sign-in address", value: withCopy(connection.signInUrl) },
          { term: "Last test", value: <LastTest connection={connection} /> },
        ]}
      />
      <SsoDomains connection={connection} />
      <SsoConnectionForm open={isEditing} onOpenChange={setEditing} connection={connection} />
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete “${connection.name}”?`}
        description="People who signed in through it are signed out and cannot come back this way. They stay members."
        confirmLabel="Delete connection"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: connection.id })}
      />
    </Section>
  );
}
