import type { EngineContext } from "./context";
import { toJson } from "./database";
import type { Job } from "./types";

/** A call of the SDK in progress. */
export interface Flight {
  job: Job;
  /** Set when this claim no longer counts; the SDK's answer is then ignored. */
  isStale: boolean;
}

/** The calls this worker has in flight, and the leases that protect them. */
export class Flights {
  private readonly open = new Map<string, Flight>();

  get size(): number {
    return this.open.size;
  }

  begin(job: Job): Flight {
    const flight = { job, isStale: false };
    this.open.set(keyOf(job), flight);
    return flight;
  }

  end(flight: Flight): void {
    this.open.delete(keyOf(flight.job));
  }

  find(jobId: string, gen: number): Flight | undefined {
    return this.open.get(`${jobId}.${gen}`);
  }

  /** Extends the leases of all calls in flight; marks those stale whose job was taken over or removed. */
  async extendLeases({ sql, leaseMs }: EngineContext): Promise<void> {
    if (this.open.size === 0) return;
    const flights = [...this.open.values()];
    const rows = await sql<{ id: string; gen: number }[]>`
      update wf.job j set due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from json_to_recordset(${toJson(flights.map(({ job }) => ({ id: job.id, gen: job.gen })))}::text::json)
        as f(id bigint, gen int)
      where j.id = f.id and j.gen = f.gen and j.running returning j.id, j.gen`;
    const kept = new Set(rows.map((row) => `${row.id}.${row.gen}`));
    for (const flight of flights) if (!kept.has(keyOf(flight.job))) flight.isStale = true;
  }

  /** Hands back everything still in flight at shutdown. The new generation makes late answers match no row. */
  async abandon({ sql }: Pick<EngineContext, "sql">): Promise<number> {
    const flights = [...this.open.values()];
    for (const flight of flights) flight.isStale = true;
    if (flights.length === 0) return 0;
    await sql`
      update wf.job j set running = false, due = clock_timestamp(), gen = j.gen + 1
      from json_to_recordset(${toJson(flights.map(({ job }) => ({ id: job.id, gen: job.gen })))}::text::json)
        as f(id bigint, gen int)
      where j.id = f.id and j.gen = f.gen`;
    return flights.length;
  }
}

const keyOf = (job: Job): string => `${job.id}.${job.gen}`;
