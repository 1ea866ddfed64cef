import "server-only";
import { eq } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import { forms } from "@/drizzle/schema/forms";
import { registerTopicUses } from "@/server/consent";

/** Forms hold on to the topics they offer, archived ones too: they may come back. */
registerTopicUses("forms", async (tx, workspaceNo, topicIds) => {
  const rows = await tx.select().from(forms).where(eq(forms.workspaceNo, workspaceNo));
  return rows.flatMap((row) =>
    row.topicIds
      .filter((topicId) => topicIds.includes(topicId))
      .map((topicId) => ({ type: "form" as const, id: publicId("form", row.id), name: row.name, topicId })),
  );
});
