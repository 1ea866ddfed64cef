import { z } from "zod";

const LOCAL = /^[^\s@<>()[\]\\,;:"]+$/u;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * The form in which two spellings of one mailbox are equal: NFC, lower case, the domain as A-label (RFC 5890).
 * Plus-tags stay distinct. Null when the text is not one plain address (no quotes, groups, comments or lists).
 */
export function normaliseEmail(text: string): string | null {
  const trimmed = text.trim().normalize("NFC");
  const cut = trimmed.lastIndexOf("@");
  if (cut < 1 || trimmed.length > 254) return null;
  const local = trimmed.slice(0, cut).toLowerCase();
  if (local.length > 64 || !LOCAL.test(local) || local.startsWith(".") || local.endsWith(".") || local.includes(".."))
    return null;
  const domain = asciiDomain(trimmed.slice(cut + 1));
  return domain ? `${local}@${domain}` : null;
}

function asciiDomain(text: string): string | null {
  if (/[\s/?#:@%\\[\]]/.test(text) || text.length === 0) return null;
  const lower = text.toLowerCase();
  if (DOMAIN.test(lower)) return lower;
  try {
    const host = new URL(`http://${lower}`).hostname;
    return DOMAIN.test(host) ? host : null;
  } catch {
    return null;
  }
}

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .refine((text) => normaliseEmail(text) !== null, { message: "Enter one e-mail address such as ada@example.com." });

/** `ada@example.com` -> `••••@example.com`: what people without contact:pii see. */
export const maskEmail = (email: string): string => `••••@${email.slice(email.lastIndexOf("@") + 1)}`;

/**
 * A phone number as E.164, "+493012345": blanks, dots, dashes and brackets go, 00 becomes +. Null when the country code
 * is missing, because no default may guess it, or when the length cannot be right.
 */
export function normalisePhone(text: string): string | null {
  const bare = text.trim().replace(/\(0\)|[\s\u00a0().\-–/]/g, "");
  const plus = bare.replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(plus) ? plus : null;
}

export const phoneSchema = z.string().transform((text, ctx) => {
  if (text.trim() === "") return "";
  const phone = normalisePhone(text);
  if (phone === null) {
    ctx.addIssue({ code: "custom", message: "Write the number with its country code, such as +49 30 1234567." });
    return z.NEVER;
  }
  return phone;
});
