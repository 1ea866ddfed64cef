"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";

/** Whether campaigns may only use approved content; takes effect as it is switched. */
export function ContentPolicySettings() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const canRead = can("campaign:read");
  const policy = useQuery(trpc.content.policy.queryOptions({}, { enabled: canRead }));
  const save = useMutation(
    trpc.content.setPolicy.mutationOptions({
      onSuccess: ({ requiresApproval }) => {
        toast(requiresApproval ? "Only approved content may be sent" : "Content may be sent without approval");
        void queries.invalidateQueries({ queryKey: trpc.content.policy.queryKey() });
        void queries.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  // The page itself says what is missing.
  if (!canRead) return null;
  return (
    <Section
      layout="aside"
      title="Approved content"
      description="Campaigns then launch only with an approved version of a template, unchanged. Templates are approved under Content. Test sends are exempt."
    >
      {policy.isError ? (
        <ErrorState
          title="This setting could not be read"
          detail={messageOf(policy.error)}
          traceId={traceIdOf(policy.error)}
          onRetry={() => void policy.refetch()}
        />
      ) : policy.data ? (
        <SwitchField
          label="Only approved content may be sent"
          checked={policy.data.requiresApproval}
          disabled={!can("workspace:manage") || save.isPending}
          onCheckedChange={(requiresApproval) => save.mutate({ requiresApproval })}
        />
      ) : (
        <Skeleton className="h-6 w-64" />
      )}
    </Section>
  );
}
