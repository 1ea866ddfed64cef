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

/** Whether a campaign needs a second person before it leaves; takes effect as it is switched. */
export function CampaignPolicySettings() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const canRead = can("campaign:read");
  const policy = useQuery(trpc.campaigns.policy.queryOptions({}, { enabled: canRead }));
  const save = useMutation(
    trpc.campaigns.setPolicy.mutationOptions({
      onSuccess: ({ requiresApproval }) => {
        toast(requiresApproval ? "Campaigns need approval from now on" : "Campaigns may be sent without approval");
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
      title="Approval of campaigns"
      description="A campaign then leaves only after somebody who may approve, and who wrote none of it, has approved its audience, content and sender as they are."
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
          label="Campaigns need approval"
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
