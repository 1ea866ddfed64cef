import { z } from "zod";
import { type EmailDocument, emailDocumentSchema } from "./documents/email";

export const templateInputSchema = z.object({
  name: z.string().trim().min(1, "Give the template a name.").max(120),
  document: emailDocumentSchema,
  note: z.string().trim().max(200).optional(),
});
export type TemplateInput = z.infer<typeof templateInputSchema>;

export type Template = {
  id: string;
  name: string;
  version: number;
  document: EmailDocument;
  isArchived: boolean;
  createdAt: string;
  updatedAt: string;
};

/** One finding of a content check: `must` blocks a launch, `should` is advice, `good` is what passed. */
export type ContentFinding = {
  level: "must" | "should" | "good";
  code: string;
  message: string;
  where: "subject" | "preheader" | "html" | "text" | "links";
};

/** A rendered message before it becomes MIME. `missing` names merge tags that were empty without a default. */
export type RenderedEmail = {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  links: string[];
  missing: string[];
};
