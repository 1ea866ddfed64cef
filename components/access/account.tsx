"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SignedInBrowser } from "@/contracts/members";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";
import { browserName } from "./browser-name";
import { ChangePassword } from "./change-password";

/** The person's own account: who they are here, their password, and where they are signed in. */
export function Account() {
  const { member } = useWorkspace();
  const [isChangingPassword, setChangingPassword] = useState(false);
  return (
    <>
      <PageHeader title="Your account" />
      <Section layout="aside" title="You">
        <DefinitionList
          items={[
            { term: "Name", value: member.name },
            { term: "E-mail", value: member.email },
          ]}
        />
      </Section>
      <Section
        layout="aside"
        title="Password"
        description="A new one signs you out everywhere else."
        actions={<Button onClick={() => setChangingPassword(true)}>Change password</Button>}
      >
        <ChangePassword open={isChangingPassword} onOpenChange={setChangingPassword} />
      </Section>
      <Sessions />
    </>
  );
}

function Sessions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.access.mySessions.queryOptions());
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.access.mySessions.queryKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const end = useMutation(trpc.access.endMySession.mutationOptions(options));
  const endOthers = useMutation(trpc.access.endMyOtherSessions.mutationOptions(options));
  const hasOthers = sessions.data?.data.some((one) => !one.isThisOne);
  return (
    <Section
      layout="aside"
      title="Where you are signed in"
      description="End what you do not know, then change your password."
      actions={
        hasOthers ? (
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      {sessions.isPending ? <Skeleton className="h-24 w-full" /> : null}
      {sessions.isError ? (
        <ErrorState
          title="Your sessions could not be read"
          detail={messageOf(sessions.error)}
          traceId={traceIdOf(sessions.error)}
          onRetry={() => void sessions.refetch()}
        />
      ) : null}
      <ul className="divide-y divide-line">
        {sessions.data?.data.map((one) => (
          <SessionRow key={one.id} session={one} onEnd={() => end.mutate({ id: one.id })} />
        ))}
      </ul>
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: SignedInBrowser; onEnd: () => void }) {
  const { timeZone } = useWorkspace();
  const name = browserName(session.userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2.5">
      <div className="min-w-0">
        <p className="font-medium text-ink text-sm">{name}</p>
        <p className="text-ink-2 text-xs">
          {session.bySso ? "Single sign-on" : "Password"} · last used{" "}
          <RelativeTime value={session.lastSeenAt} timeZone={timeZone} />
        </p>
      </div>
      {session.isThisOne ? (
        <StatusMark status="done" label="This browser" />
      ) : (
        <Button size="sm" variant="ghost" onClick={onEnd} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
