import "server-only";
import { type BrandLook, brandLookSchema } from "@/contracts/brand";
import type { EmailDocument } from "@/contracts/documents/email";
import type { Tx } from "@/server/platform/db";
import { loadBrand } from "./load";
import { withSnippets } from "./snippets/load";

/** A document with everything it refers to, as a launch keeps it: later edits of snippets and brand reach nobody. */
export async function freezeContent(
  tx: Tx,
  workspaceNo: number,
  document: EmailDocument,
): Promise<{ document: EmailDocument; look: BrandLook }> {
  return {
    document: await withSnippets(tx, workspaceNo, document),
    look: brandLookSchema.parse(await loadBrand(tx, workspaceNo)),
  };
}
