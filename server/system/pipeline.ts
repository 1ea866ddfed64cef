import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** What the database says about itself; no tenant rows are read. */
export async function readDatabase(): Promise<{ bytes: number; version: string }> {
  const [row] = await pipelineSql()<{ bytes: string; version: string }[]>`
    select pg_database_size(current_database()) as bytes, split_part(current_setting('server_version'), ' ', 1) as version`;
  return { bytes: Number(row?.bytes ?? 0), version: row?.version ?? "unknown" };
}
