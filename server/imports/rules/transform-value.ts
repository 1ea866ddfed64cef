import { normalisePhone } from "@/contracts/addresses";
import type { Transform } from "@/contracts/imports";

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * A value in the form a column asks for; null when it is no phone number that can be written as +49…: with a `+` or
 * `00` in front it is complete, with one `0` the calling code of the file takes its place. North America (1) has no
 * such zero: ten digits are a number there.
 */
export function transformValue(text: string, transform: Transform | undefined, callingCode?: string): string | null {
  switch (transform) {
    case undefined:
      return text;
    case "lower":
      return text.toLowerCase();
    case "upper":
      return text.toUpperCase();
    case "title":
      return text.toLowerCase().replace(WORD, (word) => word.charAt(0).toUpperCase() + word.slice(1));
    case "e164":
      return toE164(text, callingCode);
  }
}

function toE164(text: string, callingCode: string | undefined): string | null {
  if (text.trim() === "") return text;
  const whole = normalisePhone(text);
  if (whole !== null || !callingCode) return whole;
  const digits = text.replace(/[\s\u00a0().\-–/]/g, "");
  if (/^0[1-9]\d+$/.test(digits)) return normalisePhone(`+${callingCode}${digits.slice(1)}`);
  return callingCode === "1" && /^1?[2-9]\d{9}$/.test(digits) ? `+1${digits.slice(-10)}` : null;
}
