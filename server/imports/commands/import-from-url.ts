import "server-only";
import { EMPTY_IMPORT_COUNTS, importFromUrlSchema } from "@/contracts/imports";
import { imports } from "@/drizzle/schema/imports";
import { defineCommand } from "@/server/platform/command";
import { actorId } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { uuidv7 } from "@/server/platform/ids";
import { takeNumbers } from "@/server/platform/numbers";
import { AddressRefused, checkPublicUrl } from "@/server/platform/public-address";
import { secureUrl } from "../fetch-file";
import { newStorageKey } from "../files";
import { toImport } from "../load";
import { nameOfUrl } from "../rules/shown-name";

/** Has a file fetched in the background; when it is here it waits to be mapped, like one that was uploaded. */
export const importFromUrl = defineCommand({
  name: "import.from-url",
  permission: "contact:import",
  input: importFromUrlSchema,
  async run(ctx, { url: address }, tx) {
    const url = demandPublic(address);
    const [row] = await tx
      .insert(imports)
      .values({
        workspaceNo: ctx.workspaceNo,
        importNo: await takeNumbers(tx, ctx.workspaceNo, "import"),
        id: uuidv7(ctx.now),
        fileName: nameOfUrl(url),
        storageKey: newStorageKey(),
        sourceUrl: url.href,
        byteSize: 0,
        status: "fetching",
        counts: EMPTY_IMPORT_COUNTS,
        createdBy: actorId(ctx.actor),
        createdAt: ctx.now,
      })
      .returning();
    if (!row) throw new Error("insert returned no import");
    return {
      result: toImport(row, ctx.now),
      // The host only: an address may hold a password.
      audit: { action: "import.fetch", entityType: "import", entityId: row.id, changes: { host: url.host } },
      events: [{ name: "import.fetch-requested", data: { workspaceNo: ctx.workspaceNo, importNo: row.importNo } }],
    };
  },
});

/** What the text of the address tells already; names are looked at when the connection is made. */
function demandPublic(address: string): URL {
  try {
    secureUrl(address);
    return checkPublicUrl(address);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    const reason = "The address must be reachable from the public internet over https.";
    throw new AppError("VALIDATION_ERROR", `url: ${reason}`, { field: "url", reason });
  }
}
