import { z } from "zod";
import { contrastOf } from "./readable-on";

const emptyToNull = (text: string | null | undefined) => text?.trim() || null;

/** Fonts every mail client has or replaces by a close one; web fonts are shown by half of them at best. */
export const BRAND_FONTS = {
  system: {
    label: "System (San Francisco, Segoe, Roboto)",
    stack: "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
  },
  arial: { label: "Arial", stack: "Arial, Helvetica, sans-serif" },
  verdana: { label: "Verdana", stack: "Verdana, Geneva, sans-serif" },
  trebuchet: { label: "Trebuchet", stack: "'Trebuchet MS', 'Lucida Grande', Tahoma, sans-serif" },
  georgia: { label: "Georgia", stack: "Georgia, 'Times New Roman', serif" },
  charter: {
    label: "Charter",
    stack: "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, Cambria, 'Times New Roman', serif",
  },
  palatino: { label: "Palatino", stack: "Palatino, 'Palatino Linotype', 'Book Antiqua', Georgia, serif" },
  courier: { label: "Courier", stack: "'Courier New', Courier, monospace" },
} as const;
export type BrandFont = keyof typeof BRAND_FONTS;
export const BRAND_FONT_KEYS = Object.keys(BRAND_FONTS) as [BrandFont, ...BrandFont[]];

/** Corner radius of buttons in pixels. */
export const BUTTON_RADIUS = { square: 0, rounded: 6, pill: 26 } as const;
export type ButtonShape = keyof typeof BUTTON_RADIUS;
export const BUTTON_SHAPES = Object.keys(BUTTON_RADIUS) as [ButtonShape, ...ButtonShape[]];

/** What a workspace that chose nothing looks like. */
export const BRAND_DEFAULTS = {
  colour: "#0f5f6b",
  textColour: "#1c2422",
  background: "#f3f2ec",
  buttonShape: "rounded",
} as const satisfies Record<string, string>;

const colour = z
  .string()
  .nullish()
  .transform(emptyToNull)
  .refine((text) => text === null || /^#[0-9a-f]{6}$/i.test(text), {
    message: "Enter a colour as six digits, such as #1f4fd8.",
  });
const font = z
  .enum(BRAND_FONT_KEYS, { error: "Choose one of the fonts of the list." })
  .nullish()
  .transform((key) => key ?? null);

/** How e-mails, recipient pages and confirmation mails look. What is null has a plain default. */
export const brandInputSchema = z.object({
  /** Empty: the name of the workspace. */
  name: z.string().max(80).nullish().transform(emptyToNull),
  /** Buttons, links and large fields of colour. */
  colour,
  textColour: colour,
  /** What shows around the sheet of an e-mail. */
  background: colour,
  headingFont: font,
  bodyFont: font,
  buttonShape: z
    .enum(BUTTON_SHAPES)
    .nullish()
    .transform((shape) => shape ?? null),
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
  /** In every footer. Left out: it stays as it is. */
  postalAddress: z.string().trim().max(500).optional(),
});
export type BrandInput = z.input<typeof brandInputSchema>;

/** The brand as stored, with the postal address of the workspace. */
export type BrandKit = Omit<z.output<typeof brandInputSchema>, "postalAddress"> & { postalAddress: string | null };

/** What of a brand an e-mail wears, as far as it was chosen. */
export const brandLookSchema = z.object({
  senderName: z.string().optional(),
  accent: z.string().optional(),
  textColour: z.string().optional(),
  background: z.string().optional(),
  headingFont: z.enum(BRAND_FONT_KEYS).optional(),
  bodyFont: z.enum(BRAND_FONT_KEYS).optional(),
  buttonShape: z.enum(BUTTON_SHAPES).optional(),
  logoUrl: z.string().optional(),
  footer: z.string().optional(),
});
export type BrandLook = z.infer<typeof brandLookSchema>;

export const toBrandLook = (kit: Omit<BrandKit, "postalAddress" | "privacyEmail">): BrandLook => ({
  senderName: kit.name ?? undefined,
  accent: kit.colour ?? undefined,
  textColour: kit.textColour ?? undefined,
  background: kit.background ?? undefined,
  headingFont: kit.headingFont ?? undefined,
  bodyFont: kit.bodyFont ?? undefined,
  buttonShape: kit.buttonShape ?? undefined,
  logoUrl: kit.logoUrl ?? undefined,
  footer: kit.footer ?? undefined,
});

export type BrandWarning = { field: "colour" | "textColour" | "background"; message: string };
const READABLE = 4.5;
const ratio = (value: number): string => `${(Math.floor(value * 10) / 10).toFixed(1)}:1`;

/** Where the colours make something hard to read (WCAG 2.2 AA), and what happens then. */
export function brandWarnings(kit: Pick<BrandInput, "colour" | "textColour" | "background">): BrandWarning[] {
  const chosen = (text: string | null | undefined, fallback: string) =>
    /^#[0-9a-f]{6}$/i.test(text?.trim() ?? "") ? (text?.trim() ?? fallback) : fallback;
  const accent = chosen(kit.colour, BRAND_DEFAULTS.colour);
  const text = chosen(kit.textColour, BRAND_DEFAULTS.textColour);
  const background = chosen(kit.background, BRAND_DEFAULTS.background);
  const found: BrandWarning[] = [];
  const onPaper = contrastOf(accent, "#ffffff");
  if (onPaper < READABLE)
    found.push({
      field: "colour",
      message: `Links in this colour have a contrast of ${ratio(onPaper)} on white and need ${ratio(READABLE)}. Links get a darker shade; buttons keep your colour with dark text.`,
    });
  const ink = contrastOf(text, "#ffffff");
  if (ink < READABLE)
    found.push({
      field: "textColour",
      message: `Text in this colour has a contrast of ${ratio(ink)} on white and needs ${ratio(READABLE)}. Choose a darker colour: many people could not read your e-mails.`,
    });
  const foot = contrastOf(text, background);
  if (foot < READABLE)
    found.push({
      field: "background",
      message: `The footer stands on this background: your text colour has a contrast of ${ratio(foot)} there and needs ${ratio(READABLE)}. The footer gets a readable shade instead.`,
    });
  return found;
}
