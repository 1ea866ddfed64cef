"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { PageHeader } from "../ui/page-header";
import { Installation, SystemFiguresPanel } from "./system-figures";
import { SystemRuns } from "./system-runs";

/** Settings › System: how the background work does, and what went wrong in it. */
export function SystemPage() {
  return (
    <>
      <PageHeader title="System" meta={<span>Background work of this installation, as it stands now.</span>} />
      <RequirePermission permission="system:read" what="see the background work">
        <SystemFiguresPanel />
        <RunsOfThisEngine />
        <Installation />
      </RequirePermission>
    </>
  );
}

/** An Inngest server keeps its runs itself; an empty list here would say that nothing happened. */
function RunsOfThisEngine() {
  const trpc = useTRPC();
  const { data: figures } = useQuery(trpc.system.figures.queryOptions({}));
  return figures?.engine.kind === "inngest" ? null : <SystemRuns />;
}
