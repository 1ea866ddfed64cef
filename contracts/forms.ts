import { z } from "zod";
import { idOf } from "./ids";

export const FORM_FIELDS = ["first_name", "last_name"] as const;
export type FormFieldKey = (typeof FORM_FIELDS)[number];
export const FORM_FIELD_LABELS: Record<FormFieldKey, string> = { first_name: "First name", last_name: "Last name" };

const shape = z.object({
  name: z.string().trim().min(1, "Give the form a name.").max(80),
  title: z.string().trim().min(1, "Write what stands over the form.").max(120),
  intro: z.string().trim().max(1000).default(""),
  /** What people tick; empty: marketing as a whole. */
  topicIds: z.array(idOf("topic")).max(20).default([]),
  /** What people agree to by sending the form; kept with every sign-up as proof. */
  wording: z.string().trim().min(10, "Write what people agree to, in a whole sentence.").max(1000),
  fields: z
    .array(z.object({ key: z.enum(FORM_FIELDS), required: z.boolean() }))
    .max(FORM_FIELDS.length)
    .default([]),
  doubleOptIn: z.boolean().default(true),
  /** Shown afterwards instead of our own words. */
  successMessage: z.string().trim().max(500).nullish(),
  /** Where people go afterwards instead. */
  redirectUrl: z
    .string()
    .trim()
    .max(500)
    .nullish()
    .transform((text) => text || null)
    .refine((text) => text === null || (URL.canParse(text) && text.startsWith("https://")), {
      message: "Enter an address that starts with https://.",
    }),
});
export const formInputSchema = shape;
export const formUpdateSchema = shape.extend({ id: idOf("form") });
export type FormInput = z.input<typeof formInputSchema>;

export type SignupForm = {
  id: string;
  name: string;
  title: string;
  intro: string;
  topicIds: string[];
  wording: string;
  fields: { key: FormFieldKey; required: boolean }[];
  doubleOptIn: boolean;
  successMessage: string | null;
  redirectUrl: string | null;
  archivedAt: string | null;
  createdAt: string;
};

/** Days a confirmation can be given; afterwards the sign-up is void and nobody is reminded. */
export const CONFIRM_DAYS = 30;
/** A person needs longer than this to fill a form. */
export const MIN_FILL_SECONDS = 2;
export const MAX_FILL_HOURS = 12;
/** One confirmation mail per address and day, however often and from wherever it is entered. */
export const LIMITS = {
  ip: { limit: 20, windowSeconds: 600 },
  form: { limit: 600, windowSeconds: 600 },
  mail: { limit: 1, windowSeconds: 86_400 },
} as const;
