import type { CampaignDefinition } from "@/contracts/campaigns";
import { stable } from "./stable";

/** What an approval is about, written down in one way: a change of it, and only of it, ends the approval. Pure. */
export const reviewedParts = ({
  audience,
  content,
  providerNo,
}: Pick<CampaignDefinition, "audience" | "content" | "providerNo">): string =>
  stable({
    include: audience.include,
    exclude: audience.exclude,
    condition: audience.condition ?? null,
    document: content.document,
    topicId: content.topicId ?? null,
    fromName: content.fromName || null,
    replyTo: content.replyTo || null,
    providerNo,
  });

/** Why somebody may not approve; null: they may. Four eyes: nobody who asked for it or wrote any of it. Pure. */
export function mayApprove(
  approver: string | null,
  requestedBy: string | null,
  authors: readonly (string | null)[],
): string | null {
  if (approver === null) return "Approval needs a member: a key or a job cannot give it.";
  if (approver === requestedBy) return "You asked for this approval. Somebody else has to give it.";
  if (authors.includes(approver)) return "You wrote some of this campaign. Somebody else has to approve it.";
  return null;
}
