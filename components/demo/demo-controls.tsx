"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { HomeOverview } from "@/contracts/home";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { formatNumber } from "../ui/format";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";
import { toast } from "../ui/toast";

/** While something is waited for. */
const ASK_MS = 2000;

type DemoState = HomeOverview["demoState"];
type DemoControlsProps = {
  state: DemoState;
  /** Demo people there are now; null when not known. */
  people: number | null;
  /** An empty workspace: the demo company is offered in words instead of one quiet line. */
  offer: boolean;
};

/** Loads the demo company and takes it away again, for those who manage the workspace; others see nothing. */
export function DemoControls({ state, people, offer }: DemoControlsProps) {
  const { can } = useWorkspace();
  const { request, remove, waitingFor } = useDemo(state);
  if (!can("workspace:manage")) return null;
  if (waitingFor) return <Line mark="live">{waitingText(waitingFor, people)}</Line>;
  if (state === "loaded")
    return (
      <Line mark="done">
        Demo company loaded.
        <ConfirmDialog
          trigger={
            <Button variant="link" size="sm">
              Remove demo data
            </Button>
          }
          title="Remove the demo company?"
          description={`${people === null ? "All demo" : formatNumber(people)} people go, with their segments, templates, campaigns and results. What you made yourself stays.`}
          confirmLabel="Remove demo data"
          destructive
          busy={remove.isPending}
          onConfirm={() => remove.mutate({})}
        />
      </Line>
    );
  const load = (
    <Button
      variant={offer ? "secondary" : "link"}
      size={offer ? "md" : "sm"}
      loading={request.isPending}
      onClick={() => request.mutate({})}
    >
      Explore with demo data
    </Button>
  );
  if (!offer) return <Line mark="draft">{load}</Line>;
  return (
    <Section title="Look around first" layout="aside" actions={load}>
      <p className="max-w-160 text-ink-2 text-sm">
        A bakery with 5,000 subscribers, its segments, templates and four sent campaigns. Demo people never get mail
        from a real provider, and all of it leaves with one press.
      </p>
    </Section>
  );
}

function Line({ mark, children }: { mark: "live" | "done" | "draft"; children: React.ReactNode }) {
  const words = { live: "Under way:", done: "Demo data:", draft: "Demo data:" };
  return (
    <div
      className="flex min-h-12 flex-wrap items-center gap-x-2 border-line border-t py-2 text-ink-2 text-sm"
      role="status"
    >
      <StatusMark status={mark} label={words[mark]} glyphOnly />
      {children}
    </div>
  );
}

const waitingText = (kind: "loading" | "removing", people: number | null): string => {
  const here = people ? `${formatNumber(people)} people` : null;
  if (kind === "removing") return `Removing the demo company${here ? `: ${here} left` : ""}.`;
  return `Loading the demo company${here ? `: ${here} so far` : ". It takes about a minute"}.`;
};

/** The two wishes, and what is waited for: from the press on until the background work says it is done. */
function useDemo(state: DemoState) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries();
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const request = useMutation(trpc.demo.request.mutationOptions({ onError, onSuccess: refresh }));
  const remove = useMutation(trpc.demo.remove.mutationOptions({ onError, onSuccess: refresh }));
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    // Every list on every page holds or held demo rows. A quick removal is over before its "removing" was seen.
    if (state === "loaded" || state === "none") void client.invalidateQueries();
    if (state === "loaded") request.reset();
    if (state === "none") remove.reset();
  }, [state, client, request.reset, remove.reset]);
  const waitingFor =
    state === "loading" || state === "removing"
      ? state
      : state === "none" && request.isSuccess
        ? "loading"
        : state === "loaded" && remove.isSuccess
          ? "removing"
          : null;
  useQuery(
    trpc.home.overview.queryOptions({}, { enabled: waitingFor !== null, refetchInterval: waitingFor ? ASK_MS : false }),
  );
  return { request, remove, waitingFor } as const;
}
