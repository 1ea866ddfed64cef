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

const numberOf = (text: string): number => Number(text.replaceAll(/[\s,]/g, "") || Number.NaN);

/** What the form says, for the server to judge: whatever is no number arrives there as none. */
export const limitsOf = (values: LimitValues): ProviderLimits => ({
  perMinute: values.perMinute.trim() === "" ? null : numberOf(values.perMinute),
  domains: values.domains.split("\n").flatMap((line) => {
    const [domain, limit = ""] = line.trim().split(/[\s:=]+/);
    return domain ? [{ domain, perMinute: numberOf(limit) }] : [];
  }),
  warmUp: values.isWarming
    ? {
        startsOn: values.startsOn,
        firstDay: numberOf(values.firstDay),
        growth: numberOf(values.growth),
        target: numberOf(values.target),
        hour: numberOf(values.hour),
      }
    : null,
});

/** The curve in words: the first days, and when everything may go. */
export function curveOf(values: LimitValues): string | null {
  const [first, growth, target] = [numberOf(values.firstDay), numberOf(values.growth), numberOf(values.target)];
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
