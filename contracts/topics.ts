import { z } from "zod";
import { idOf } from "./ids";

export const TOPIC_VISIBILITIES = ["public", "private"] as const;
export type TopicVisibility = (typeof TOPIC_VISIBILITIES)[number];

/** The languages recipient pages speak; a topic may be described in each. */
export const RECIPIENT_LANGUAGES = ["en", "de", "fr", "es", "ja", "ar"] as const;
export type RecipientLanguage = (typeof RECIPIENT_LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<RecipientLanguage, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ja: "日本語",
  ar: "العربية",
};

const nameSchema = z.string().trim().min(1, "Give the topic a name.").max(80);
const descriptionSchema = z.string().trim().max(300);
const textsSchema = z.partialRecord(
  z.enum(RECIPIENT_LANGUAGES),
  z.object({ name: nameSchema, description: descriptionSchema.default("") }),
);
export type TopicTexts = z.infer<typeof textsSchema>;

const topicShape = z.object({
  name: nameSchema,
  description: descriptionSchema.default(""),
  texts: textsSchema.default({}),
  visibility: z.enum(TOPIC_VISIBILITIES),
  defaultIn: z.boolean(),
  doubleOptIn: z.boolean(),
});
const UNCONFIRMED_DEFAULT = {
  message: "Somebody who never chose the topic cannot have confirmed it. Switch one of the two off.",
  path: ["doubleOptIn"],
};
export const topicInputSchema = topicShape.refine((t) => !(t.defaultIn && t.doubleOptIn), UNCONFIRMED_DEFAULT);
export type TopicInput = z.input<typeof topicInputSchema>;
export const topicUpdateSchema = topicShape
  .extend({ id: idOf("topic") })
  .refine((t) => !(t.defaultIn && t.doubleOptIn), UNCONFIRMED_DEFAULT);

export type Topic = {
  id: string;
  name: string;
  description: string;
  texts: TopicTexts;
  visibility: TopicVisibility;
  defaultIn: boolean;
  doubleOptIn: boolean;
  archivedAt: string | null;
  createdAt: string;
};

/** What keeps a topic from being deleted, by name. */
export type TopicUse = {
  type: "campaign" | "form" | "template" | "segment" | "view" | "people";
  id: string | null;
  name: string;
};
