/** Numbers and times as people read them. Intl only; every function takes the locale, default "en". */

export function formatNumber(value: number, locale = "en", options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2, ...options }).format(value);
}

/** 12,408 -> "12.4K"; for axes and narrow places, never where the exact number is the point. */
export function formatCompact(value: number, locale = "en"): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/**
 * A share of a whole, given as a fraction: 0.123 -> "12.3 %" in the locale's way.
 * Never rounds something to nothing or nearly all to all: 0.0001 -> "<0.1%", 0.9999 -> ">99.9%".
 */
export function formatPercent(fraction: number, locale = "en", digits = 1): string {
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits });
  const smallest = 10 ** -(digits + 2);
  if (fraction > 0 && fraction < smallest) return `<${format.format(smallest)}`;
  if (fraction < 1 && fraction > 1 - smallest) return `>${format.format(1 - smallest)}`;
  return format.format(fraction);
}

const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Bytes in steps of 1,000: 2400 -> "2.4 kB". */
export function formatBytes(bytes: number, locale = "en"): string {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1000 && step < BYTE_UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const unit = BYTE_UNITS[step] ?? "byte";
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(value);
}

const DURATION_PARTS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Seconds as its two largest parts: 5400 -> "1 hr 30 min"; under a second -> "<1 sec". */
export function formatDuration(seconds: number, locale = "en"): string {
  const unit = (name: string, value: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  let rest = Math.floor(Math.abs(seconds));
  if (rest === 0) return seconds === 0 ? unit("second", 0) : `<${unit("second", 1)}`;
  const parts: string[] = [];
  for (const [name, size] of DURATION_PARTS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(unit(name, count));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** Minor units (cents) of an ISO 4217 currency; knows that yen has none. */
export function formatMoney(minorUnits: number, currency: string, locale = "en"): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}

/** An instant in a named zone, the zone always printed: "21 Nov 2026, 09:00 GMT+1". */
export function formatDateTime(value: Date | string, timeZone: string, locale = "en-GB"): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(new Date(value));
}

export function formatDate(value: Date | string, timeZone: string, locale = "en-GB"): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone }).format(
    new Date(value),
  );
}

const RELATIVE_STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Distance from `now`, rounded towards it: "3 hours ago", "in 2 days", "now" within 45 s. */
export function formatRelative(value: Date | string, now: Date | string, locale = "en"): string {
  const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(seconds) < 45) return format.format(0, "second");
  for (const [unit, size] of RELATIVE_STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds < 0 ? -1 : 1, "minute");
}
