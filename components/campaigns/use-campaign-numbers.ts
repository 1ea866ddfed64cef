import { useQuery } from "@tanstack/react-query";
import type { RunNumbers } from "@/contracts/reports";
import { useTRPC } from "../providers/app-providers";

const MOST = 100;
export const REFRESH_MS = 15_000;

/** Sent and answered of the campaigns a list shows, asked apart from the list so that it never waits for them. */
export function useCampaignNumbers(campaigns: readonly { id: string; hasRun: boolean }[]): Record<string, RunNumbers> {
  const trpc = useTRPC();
  const campaignIds = campaigns.flatMap((one) => (one.hasRun ? [one.id] : [])).slice(0, MOST);
  const query = useQuery(
    trpc.campaigns.numbers.queryOptions(
      { campaignIds },
      { enabled: campaignIds.length > 0, refetchInterval: REFRESH_MS, placeholderData: (previous) => previous },
    ),
  );
  return query.data ?? {};
}
