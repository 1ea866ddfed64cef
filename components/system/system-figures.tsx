"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SystemFigures } from "@/contracts/system";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { formatBytes, formatDuration, formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { Stat, StatRow } from "../ui/stat";

/** While the page is in front; the browser pauses it in the background. */
export const REFRESH_MS = 2000;
const LATE_SECONDS = 30;

export function SystemFiguresPanel() {
  const trpc = useTRPC();
  const figures = useQuery(
    trpc.system.figures.queryOptions({}, { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData }),
  );
  if (figures.isError && !figures.data)
    return (
      <ErrorState
        title="The figures could not be read"
        detail={messageOf(figures.error)}
        traceId={traceIdOf(figures.error)}
        onRetry={() => void figures.refetch()}
        retrying={figures.isFetching}
      />
    );
  if (!figures.data) return <Skeleton className="h-24 w-full" />;
  return (
    <>
      {figures.isError ? (
        <Notice tone="warning" title="The figures stand still: the server does not answer" live className="mb-4">
          Asking again every two seconds.
        </Notice>
      ) : null}
      <Figures figures={figures.data} />
    </>
  );
}

function Figures({ figures }: { figures: SystemFigures }) {
  const { queue, outbox, engine } = figures;
  return (
    <>
      <Remarks figures={figures} />
      <StatRow className="border-line border-t pt-4 pb-6">
        {engine.kind === "embedded" ? (
          <>
            <Stat label="Queue" value={formatNumber(queue.queued)} note={lagNote(queue.lagSeconds)} />
            <Stat
              label="Running now"
              value={formatNumber(queue.executing)}
              note={`of ${formatNumber(queue.activeRuns)} runs that have not ended`}
            />
          </>
        ) : null}
        <Stat
          label="Events waiting"
          value={formatNumber(outbox.waiting)}
          note={
            outbox.waiting === 0
              ? "the outbox is empty"
              : `oldest ${formatDuration(outbox.oldestSeconds)}, ${formatNumber(outbox.waitingHere)} of this workspace`
          }
        />
        {engine.kind === "embedded" ? (
          <Stat label="Failed in 24 hours" value={formatNumber(figures.failedLastDay)} note="in this workspace" />
        ) : null}
      </StatRow>
    </>
  );
}

/** What runs here, in which versions. */
export function Installation() {
  const trpc = useTRPC();
  const { data: figures } = useQuery(trpc.system.figures.queryOptions({}));
  if (!figures) return null;
  const { engine } = figures;
  return (
    <Section title="Installation" layout="aside">
      <DefinitionList
        items={[
          {
            term: "Background engine",
            value: engine.kind === "embedded" ? "Embedded, in Postgres" : `Inngest server at ${engine.baseUrl}`,
          },
          { term: "Carillon", value: figures.versions.carillon, mono: true },
          { term: "Node", value: figures.versions.node, mono: true },
          { term: "Postgres", value: figures.versions.postgres, mono: true },
          { term: "Migrations", value: sentence(figures.database.migrations) },
          { term: "Database size", value: formatBytes(figures.database.bytes) },
          { term: "Data directory", value: figures.dataDir, mono: true },
        ]}
      />
    </Section>
  );
}

/** What a person should do something about; nothing at all when there is nothing. */
function Remarks({ figures: { engine, queue, outbox, database } }: { figures: SystemFigures }) {
  const isLate = engine.kind === "embedded" && queue.lagSeconds > LATE_SECONDS;
  return (
    <div className="grid gap-3 pb-4 empty:hidden">
      {engine.kind === "inngest" ? (
        <Notice tone="info" title="Runs are kept by the Inngest server">
          See and retry them there, at {engine.baseUrl}. Here stand the events that wait to be handed over.
        </Notice>
      ) : null}
      {isLate ? (
        <Notice tone="warning" title={`Work has been due for ${formatDuration(queue.lagSeconds)}`} live>
          Nothing is lost. Either there is much to do, or no worker is running.
        </Notice>
      ) : null}
      {outbox.setAside > 0 ? (
        <Notice tone="danger" title={`${formatNumber(outbox.setAside)} events could not be routed`}>
          They are kept, with the reason, until they are put back in line.
        </Notice>
      ) : null}
      {database.migrations.startsWith("behind") ? (
        <Notice tone="danger" title="The database is behind the code">
          Stop Carillon and start it again with npm start to migrate.
        </Notice>
      ) : null}
    </div>
  );
}

const lagNote = (seconds: number): string =>
  seconds === 0 ? "nothing is due" : `oldest due for ${formatDuration(seconds)}`;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
