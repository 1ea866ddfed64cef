"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

const WATCH_MS = 2000;

/** Which rules tell people from machines, what each judged, and a way to ask today's about what older ones judged. */
export function HitRulesSection() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { can } = useWorkspace();
  const [isAsked, setIsAsked] = useState(false);
  const rules = useQuery(
    trpc.delivery.hitRules.queryOptions(
      {},
      { refetchInterval: ({ state }) => (isAsked && (state.data?.older ?? 0) > 0 ? WATCH_MS : false) },
    ),
  );
  const rerun = useMutation(
    trpc.delivery.rejudgeHits.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        setIsAsked(true);
        void client.invalidateQueries({ queryKey: trpc.delivery.hitRules.queryKey() });
        toast("Older opens and clicks are being judged again");
      },
    }),
  );
  const older = rules.data?.older ?? 0;
  return (
    <Section
      layout="aside"
      title="People and machines"
      description="Every open and click is kept as it came, with a verdict. Rates count people only."
    >
      {rules.data ? (
        <div className="grid gap-4 text-sm">
          <ul className="grid gap-3">
            {rules.data.rules.map((rule) => (
              <li key={rule.version} className="grid gap-0.5">
                <span className="font-medium text-ink">
                  Version {rule.version}
                  {rule.version === rules.data.version ? ", in force" : ""}
                </span>
                <span className="text-pretty text-ink-2">{rule.says}</span>
                <span className="type-dense text-ink-2">
                  {formatNumber(rule.hits)} judged, {formatNumber(rule.machines)} of them by machines
                </span>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3" role="status">
            {older === 0 ? (
              <span className="text-ink-2">Everything stored was judged by version {rules.data.version}.</span>
            ) : (
              <>
                <span>
                  {formatNumber(older)} {older === 1 ? "was" : "were"} judged by older rules.
                </span>
                {can("workspace:manage") ? (
                  <Button size="sm" loading={rerun.isPending || isAsked} onClick={() => rerun.mutate({})}>
                    Judge again by version {rules.data.version}
                  </Button>
                ) : null}
              </>
            )}
          </div>
        </div>
      ) : rules.error ? (
        <ErrorState
          title="The rules could not be read."
          detail={messageOf(rules.error)}
          traceId={traceIdOf(rules.error)}
          onRetry={() => void rules.refetch()}
          retrying={rules.isFetching}
        />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Section>
  );
}
