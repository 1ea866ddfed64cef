"use client";

import { useQuery } from "@tanstack/react-query";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { formatBytes, formatDateTime } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { ImportFetch, isFetched } from "./import-fetch";
import { ImportMappingForm } from "./import-mapping-form";
import { ImportRun } from "./import-run";
import { ImportRunActions } from "./import-run-actions";
import { ImportStatusMark, isMoving } from "./import-status";
import { ImportUndo } from "./import-undo";

/** One file: first what its columns are and how these people agreed, then how far it is. */
export function ImportPage({ importId }: { importId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const enabled = workspace.can("contact:import");
  const query = useQuery(
    trpc.imports.get.queryOptions(
      { importId },
      { enabled, refetchInterval: ({ state }) => (isMoving(state.data) ? 1000 : false) },
    ),
  );
  if (!enabled)
    return (
      <DeniedState
        what="import contacts"
        permission="contact:import"
        grantedBy={workspace.grantedBy("contact:import")}
      />
    );
  const found = query.data;
  return (
    <>
      <PageHeader
        title={found?.fileName ?? "Import"}
        crumbs={[
          { label: "Contacts", href: workspace.href("contacts") },
          { label: "Imports", href: workspace.href("imports") },
          { label: found?.fileName ?? "Import" },
        ]}
        mark={found ? <ImportStatusMark record={found} /> : null}
        meta={
          found ? (
            <>
              {found.byteSize > 0 ? <span>{formatBytes(found.byteSize)}</span> : null}
              <span>Added {formatDateTime(found.createdAt, workspace.timeZone)}</span>
            </>
          ) : null
        }
        actions={found ? <ImportRunActions record={found} /> : null}
      />
      {query.error && !found ? (
        <ErrorState
          title="The import could not be loaded."
          detail={messageOf(query.error)}
          traceId={traceIdOf(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : null}
      {query.isPending ? <Skeleton className="w-96" /> : null}
      {found?.status === "uploaded" ? <ImportMappingForm importId={importId} /> : null}
      {found?.undo ? <ImportUndo record={found} undo={found.undo} /> : null}
      {found && isFetched(found) && found.status !== "uploaded" ? (
        <ImportRun record={found} now={query.dataUpdatedAt} />
      ) : null}
      {found && !isFetched(found) ? <ImportFetch record={found} /> : null}
    </>
  );
}
