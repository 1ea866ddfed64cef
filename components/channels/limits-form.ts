import type { ProviderLimits } from "@/contracts/throttles";

export type LimitValues = {
  perMinute: string;
  /** One domain and its limit a line. */
  domains: string;
  isWarming: boolean;
  startsOn: string;
  firstDay: string;
  growth: string;
  target: string;
  hour: string;
};

export const limitValuesOf = ({ perMinute, domains, warmUp }: ProviderLimits, today: string): LimitValues => ({
  perMinute: perMinute ? String(perMinute) : "",
  domains: (domains ?? []).map((one) => `${one.domain} ${one.perMinute}`).join("\n"),
  isWarming: Boolean(warmUp),
  startsOn: warmUp?.startsOn ?? today,
  firstDay: String(warmUp?.firstDay ?? 50),
  growth: String(warmUp?.growth ?? 1.5),
  target: String(warmUp?.target ?? 50_000),
  hour: String(warmUp?.hour ?? 9),
});

/** Blanks and commas part thousands; a point or an apostrophe may mean either, so it makes no number. */
const numberOf = (text: string): number =>
  /[.'’]/.test(text) ? Number.NaN : Number(text.replaceAll(/[\s,]/g, "") || Number.NaN);

/** What the form says, for the server to judge: whatever is no number arrives there as none. */
export const limitsOf = (values: LimitValues): ProviderLimits => ({
  perMinute: values.perMinute.trim() === "" ? null : numberOf(values.perMinute),
  domains: values.domains.split("\n").flatMap((line) => {
    const [, domain = "", limit = ""] = /^([^\s:=]*)[\s:=]*(.*)$/.exec(line.trim()) ?? [];
    return domain || limit ? [{ domain, perMinute: numberOf(limit) }] : [];
  }),
  warmUp: values.isWarming
    ? {
        startsOn: values.startsOn,
        firstDay: numberOf(values.firstDay),
        growth: Number(values.growth),
        target: numberOf(values.target),
        hour: numberOf(values.hour),
      }
    : null,
});

/** What is wrong with the domains, and with which of those that were sent. */
export function domainsFaultOf(
  faults: Record<string, string>,
  sent: readonly { domain: string }[] | undefined,
): string | undefined {
  const [path, detail] = Object.entries(faults).find(([at]) => at.startsWith("limits.domains")) ?? [];
  const domain = sent?.[Number(path?.split(".")[2])]?.domain;
  return domain ? `${domain}: ${detail}` : detail;
}

/** The curve in words: the first days, and when everything may go. */
export function curveOf(values: LimitValues): string | null {
  const [first, growth, target] = [numberOf(values.firstDay), Number(values.growth), numberOf(values.target)];
  if (!(first >= 1) || !(growth >= 1.05) || !(target >= 1)) return null;
  const days: number[] = [];
  for (let day = 0; day < 400; day += 1) {
    const allowed = Math.floor(first * growth ** day);
    if (allowed >= target) break;
    days.push(allowed);
  }
  const shown = days.slice(0, 5).map((n) => n.toLocaleString("en"));
  if (shown.length === 0) return "Everything may go from the first day.";
  return `${shown.join(", ")}${days.length > 5 ? ", …" : ""} a day; no limit from day ${days.length + 1} on.`;
}
