"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { FormError } from "../ui/form";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";

/** Makes single sign-on the only way in; the server asks for a tried connection and somebody who can break the glass. */
export function SsoEnforcement({ isEnforced }: { isEnforced: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const workspace = useWorkspace();
  const [isAsking, setAsking] = useState(false);
  const members = useQuery(trpc.access.members.queryOptions({}, { enabled: workspace.can("member:read") }));
  const holders = members.data?.data.filter((member) => member.isBreakGlass).map((member) => member.name) ?? [];
  const enforce = useMutation(
    trpc.access.enforceSso.mutationOptions({
      onSettled: () => {
        setAsking(false);
        return queryClient.invalidateQueries({ queryKey: trpc.access.ssoConnections.queryKey() });
      },
    }),
  );
  return (
    <Section
      title="Only by single sign-on"
      description="Passwords then do not open this workspace, from everybody's next click on."
      actions={
        <>
          <StatusMark status={isEnforced ? "done" : "draft"} label={isEnforced ? "Enforced" : "Not enforced"} />
          {isEnforced ? (
            <Button loading={enforce.isPending} onClick={() => enforce.mutate({ on: false })}>
              Let passwords in
            </Button>
          ) : (
            <Button onClick={() => setAsking(true)}>Enforce…</Button>
          )}
        </>
      }
    >
      <div className="grid gap-2 text-sm">
        <FormError message={enforce.isError ? messageOf(enforce.error) : undefined} />
        <p className="text-ink-2">
          {holders.length > 0
            ? `Break-glass: ${holders.join(", ")} can still sign in with a password when your provider is down.`
            : "Nobody can break the glass yet. Choose an admin with a password under Settings › Members."}
        </p>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Enforce single sign-on?"
        description={`Everybody who is signed in with a password loses this workspace at once${
          holders.length > 0 ? `, except ${holders.join(", ")}` : ""
        }. You can let passwords in again here.`}
        confirmLabel="Enforce"
        busy={enforce.isPending}
        onConfirm={() => enforce.mutate({ on: true })}
      />
    </Section>
  );
}
