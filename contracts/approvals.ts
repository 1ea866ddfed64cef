import { z } from "zod";

/** What one entry of a review is: a remark, or a step of the approval with the words that came with it. */
export const REVIEW_KINDS = ["comment", "requested", "approved", "sent_back", "withdrawn"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const reviewTextSchema = z.string().trim().max(2000, "Keep it below 2,000 characters.");
export const commentTextSchema = reviewTextSchema.min(1, "Write what you want to say.");

/** One entry of the conversation about a version, newest first in lists. Only comments can be settled. */
export type ReviewEntry = {
  id: string;
  version: number;
  kind: ReviewKind;
  text: string;
  author: string;
  createdAt: string;
  resolvedAt: string | null;
};

export const TEMPLATE_STATUSES = ["draft", "in_review", "approved", "archived"] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

/**
 * The life of a template, told by its newest version. Only these edges exist; each is a compare-and-swap on status and
 * version. Saving other content leads to `draft`, while an approved version stays the one in use.
 */
export const TEMPLATE_TRANSITIONS: Record<TemplateStatus, readonly TemplateStatus[]> = {
  draft: ["in_review", "approved", "archived"],
  in_review: ["draft", "approved", "archived"],
  approved: ["draft", "archived"],
  archived: ["draft", "approved"],
};

/** What a workspace asks of the content of its campaigns. Test sends are exempt. */
export const contentPolicySchema = z.object({ requiresApproval: z.boolean() });
export type ContentPolicy = z.infer<typeof contentPolicySchema>;

/** Whether campaigns need a second person's approval before they leave. */
export const campaignPolicySchema = z.object({ requiresApproval: z.boolean() });
export type CampaignPolicy = z.infer<typeof campaignPolicySchema>;

/** One entry of the conversation about a campaign; nothing in it is ever settled or taken away. */
export type CampaignReviewEntry = Omit<ReviewEntry, "resolvedAt">;

export type CampaignReview = {
  isRequired: boolean;
  /** approved: what is there now, to the letter. */
  state: "none" | "waiting" | "approved";
  version: number;
  entries: CampaignReviewEntry[];
};
