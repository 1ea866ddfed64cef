"use client";

import { RequirePermission } from "../providers/require-permission";
import { PageHeader } from "../ui/page-header";
import { SystemFiguresPanel } from "./system-figures";
import { SystemRuns } from "./system-runs";

/** Settings › System: how the background work does, and what went wrong in it. */
export function SystemPage() {
  return (
    <RequirePermission permission="system:read" what="see the background work">
      <PageHeader title="System" meta={<span>Background work of this installation, as it stands now.</span>} />
      <SystemFiguresPanel />
      <SystemRuns />
    </RequirePermission>
  );
}
