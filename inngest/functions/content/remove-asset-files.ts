import { inngest } from "@/inngest/client";
import { on } from "@/inngest/events";
import { removeAssetFiles } from "@/server/content";

/** The files of a deleted picture; removing twice is harmless. */
export const removeAssetFilesFunction = inngest.createFunction(
  { id: "content-remove-asset-files", triggers: [on("asset.deleted")], retries: 8 },
  async ({ event, step }) => step.run("remove", () => removeAssetFiles(event.data.files)),
);
