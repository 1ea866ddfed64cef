import { type CampaignComparison, FEW_CAMPAIGNS, type RateName } from "@/contracts/reports";
import { formatNumber, formatPercent } from "../ui/format";
import type { StatProps } from "../ui/stat";

/** Fewer of these is better. */
const BAD: readonly RateName[] = ["unsubscribes", "bounced"];

/** A rate beside the workspace's usual one, as the small line below a number; nothing when there is no usual yet. */
export function comparedWith(comparison: CampaignComparison | undefined, name: RateName): StatProps["delta"] {
  const rates = comparison?.rates[name];
  if (!rates || rates.own === null || rates.median === null) return undefined;
  const points = (rates.own - rates.median) * 100;
  const isFlat = Math.abs(points) < 0.05;
  return {
    text: isFlat ? "as usual" : `${formatNumber(Math.abs(points), "en", { maximumFractionDigits: 1 })} points`,
    direction: isFlat ? "flat" : points > 0 ? "up" : "down",
    good: BAD.includes(name) ? points < 0 : points > 0,
    since: `usual ${formatPercent(rates.median)}`,
  };
}

/** How far the comparison can be trusted, in a sentence. */
export function comparisonNote({ campaigns }: CampaignComparison): string {
  if (campaigns === 0) return "There is no earlier campaign to compare with yet.";
  const many = campaigns === 1 ? "the one earlier campaign" : `the median of your last ${campaigns} campaigns`;
  return campaigns < FEW_CAMPAIGNS ? `“Usual” is ${many}: so few say little.` : `“Usual” is ${many}.`;
}
