import "server-only";
import { and, eq } from "drizzle-orm";
import { imports } from "@/drizzle/schema/imports";
import { fieldDefinitions } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { inPipeline, type Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { analyseFile } from "../analyse";
import { type FetchOptions, fetchFile } from "../fetch-file";
import { removeUpload } from "../files";
import type { ImportRecord } from "../load";

const PROGRESS_EVERY_MS = 2_000;

/** Somebody cancelled the import while its file was on the way. */
class Cancelled extends Error {}

/**
 * Fetches the file of an import and reads its headings; then it waits to be mapped. Starting over is harmless: each
 * attempt writes a file of its own, and only an import that is still being fetched takes it.
 */
export async function fetchImport(
  ctx: Ctx,
  importNo: number,
  options: Omit<FetchOptions, "onProgress"> = {},
): Promise<{ state: "here" | "failed" | "stopped" }> {
  const record = await inPipeline((tx) => findFetching(tx, ctx, importNo));
  if (!record?.sourceUrl) return { state: "stopped" };
  let storageKey: string | null = null;
  try {
    const file = await fetchFile(record.sourceUrl, { ...options, onProgress: reporting(ctx, importNo) });
    storageKey = file.storageKey;
    const fields = await inPipeline((tx) => fieldDefinitions(tx, ctx.workspaceNo));
    const { columns } = await analyseFile(file.storageKey, fields);
    const isTaken = await patchFetching(ctx, importNo, {
      ...file,
      status: "uploaded",
      columns: columns.map((column) => column.name),
      sourceUrl: null,
      bytesDone: 0,
      problem: null,
    });
    if (!isTaken) throw new Cancelled();
    return { state: "here" };
  } catch (error) {
    if (storageKey) await removeUpload(storageKey);
    if (error instanceof Cancelled) return { state: "stopped" };
    if (!(error instanceof AppError)) throw error;
    await failFetch(ctx, importNo, error.message.replace(/^(url|file): /, ""));
    return { state: "failed" };
  }
}

async function findFetching(tx: Tx, ctx: Ctx, importNo: number): Promise<ImportRecord | undefined> {
  const [row] = await tx.select().from(imports).where(fetching(ctx, importNo));
  return row;
}

const fetching = (ctx: Ctx, importNo: number) =>
  and(eq(imports.workspaceNo, ctx.workspaceNo), eq(imports.importNo, importNo), eq(imports.status, "fetching"));

async function patchFetching(ctx: Ctx, importNo: number, patch: Partial<ImportRecord>): Promise<boolean> {
  const rows = await inPipeline((tx) =>
    tx.update(imports).set(patch).where(fetching(ctx, importNo)).returning({ importNo: imports.importNo }),
  );
  return rows.length > 0;
}

/** Writes down how far it is every two seconds, and gives up when nobody waits for it any more. */
function reporting(ctx: Ctx, importNo: number): NonNullable<FetchOptions["onProgress"]> {
  let next = performance.now() + PROGRESS_EVERY_MS;
  return async (bytesDone, byteSize) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    if (!(await patchFetching(ctx, importNo, { bytesDone, byteSize }))) throw new Cancelled();
  };
}

/** The file did not come; it can be tried again, or cancelled. */
export async function failFetch(ctx: Ctx, importNo: number, problem: string): Promise<void> {
  await patchFetching(ctx, importNo, { status: "failed", problem: problem.slice(0, 500), finishedAt: ctx.now });
}
