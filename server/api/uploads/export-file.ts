import "server-only";
import { idOf } from "@/contracts/ids";
import type { EXPORT_FORMATS, ExportFormat } from "@/contracts/people";
import { openExportFile, takeExport } from "@/server/people";
import { notFound } from "@/server/platform/errors";
import { answerSigned } from "./answer-signed";

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
};

type Taken = { fileName: string; format: (typeof EXPORT_FORMATS)[number]; storageKey: string };

/** The file as a download that no browser opens by itself. */
export async function answerFile({ fileName, format, storageKey }: Taken): Promise<Response> {
  const { stream, byteSize } = await openExportFile(storageKey);
  return new Response(stream, {
    headers: {
      "content-type": TYPES[format],
      "content-length": String(byteSize),
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** The same from the console, by session. */
export const handleExportDownload = (request: Request, workspace: string, id: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!idOf("export").safeParse(id).success) throw notFound("export");
    return answerFile(await takeExport(ctx, { id }));
  });
