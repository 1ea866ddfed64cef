import { z } from "zod";

const emptyToNull = (text: string | null | undefined) => text?.trim() || null;

/** How pages and confirmation mails look to recipients. */
export const brandInputSchema = z.object({
  /** Empty: the name of the workspace. */
  name: z.string().max(80).nullish().transform(emptyToNull),
  colour: z
    .string()
    .nullish()
    .transform(emptyToNull)
    .refine((text) => text === null || /^#[0-9a-f]{6}$/i.test(text), {
      message: "Enter a colour as six digits, such as #1f4fd8.",
    }),
  logoUrl: z
    .string()
    .max(500)
    .nullish()
    .transform(emptyToNull)
    .refine((text) => text === null || (URL.canParse(text) && text.startsWith("https://")), {
      message: "Enter the address of the picture, starting with https://.",
    }),
  footer: z.string().max(500).nullish().transform(emptyToNull),
  /** Where people ask for their data; empty: the postal address is named. */
  privacyEmail: z
    .string()
    .max(254)
    .nullish()
    .transform(emptyToNull)
    .refine((text) => text === null || z.email().safeParse(text).success, {
      message: "Enter one e-mail address such as privacy@example.com.",
    }),
});
export type BrandInput = z.input<typeof brandInputSchema>;
