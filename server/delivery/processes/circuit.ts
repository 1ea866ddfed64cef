import "server-only";
import { pipelineSql } from "@/server/platform/db";

const OPEN_AFTER = 5;
const OPEN_SECONDS = 60;

type Road = { workspaceNo: number; providerNo: number };

/**
 * Seconds until this provider may be tried again; null when it may now. After five batches in a row that could not be
 * handed over nobody tries for a minute; then the first who asks is let through and the others wait for what comes of it.
 * In Postgres, so all workers know and a restart forgets nothing.
 */
export async function circuitSeconds({ workspaceNo, providerNo }: Road): Promise<number | null> {
  const sql = pipelineSql();
  const read = () => sql<{ seconds: number }[]>`
    select extract(epoch from open_until - now())::float as seconds from provider_health
     where workspace_no = ${workspaceNo} and provider_no = ${providerNo} and failures >= ${OPEN_AFTER}`;
  const [circuit] = await read();
  if (!circuit) return null;
  if (circuit.seconds > 0) return circuit.seconds;
  const [trial] = await sql`
    update provider_health set open_until = now() + make_interval(secs => ${OPEN_SECONDS})
     where workspace_no = ${workspaceNo} and provider_no = ${providerNo} and failures >= ${OPEN_AFTER}
       and open_until <= now() returning 1`;
  return trial ? null : OPEN_SECONDS;
}

/** Counts a batch that had to be given back without anybody taken. */
export async function noteFailure({ workspaceNo, providerNo }: Road, detail: string): Promise<void> {
  await pipelineSql()`
    insert into provider_health as h (workspace_no, provider_no, failures, open_until, last_failure, last_failure_at)
    values (${workspaceNo}, ${providerNo}, 1, now(), ${detail.slice(0, 300)}, now())
    on conflict (workspace_no, provider_no) do update set
      failures = h.failures + 1, last_failure = excluded.last_failure, last_failure_at = excluded.last_failure_at,
      open_until = case when h.failures + 1 >= ${OPEN_AFTER} then now() + make_interval(secs => ${OPEN_SECONDS}) else now() end`;
}

/** A batch went through, or somebody of it: the circuit closes. Writes nothing while there was no failure. */
export async function noteSuccess({ workspaceNo, providerNo }: Road): Promise<void> {
  await pipelineSql()`
    update provider_health set failures = 0, open_until = null, recovered_at = now()
     where workspace_no = ${workspaceNo} and provider_no = ${providerNo} and failures > 0`;
}
