import "server-only";
import { z } from "zod";
import { type Import, importConsentSchema, importMappingSchema } from "@/contracts/imports";
import { type Ctx, demand } from "@/server/platform/context";
import { validationError } from "@/server/platform/errors";
import { createImport } from "../commands/create-import";
import { startImport } from "../commands/start-import";
import { removeUpload, saveUpload } from "../files";
import { previewImport } from "../queries/preview-import";

const input = z.object({
  csv: z.string().min(1).max(1_000_000),
  fileName: z.string().trim().min(1).max(255).default("api.csv"),
  /** Without one, columns are mapped by their headings and values, and new fields are made for the rest. */
  mapping: importMappingSchema.optional(),
  consent: importConsentSchema,
});

async function run(ctx: Ctx, raw: z.input<typeof input>): Promise<Import> {
  demand(ctx, "contact:import");
  const parsed = input.safeParse(raw);
  if (!parsed.success) throw validationError(parsed.error);
  const { csv, fileName, consent } = parsed.data;
  const upload = await saveUpload([Buffer.from(csv, "utf8")]);
  try {
    const { id } = await createImport(ctx, { ...upload, fileName });
    const mapping = parsed.data.mapping ?? (await previewImport(ctx, { importId: id })).suggestion;
    return await startImport(ctx, { importId: id, mapping, consent });
  } catch (error) {
    await removeUpload(upload.storageKey);
    throw error;
  }
}

/** One request for small files: keeps the text, maps it, starts the import. Has the shape of a command for REST. */
export const importCsvText = Object.assign(run, {
  spec: { name: "import.csv-text", permission: "contact:import" as const, input },
});
