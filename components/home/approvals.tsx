import Link from "next/link";
import type { HomeCampaign } from "@/contracts/home";
import { useWorkspace } from "../providers/workspace-provider";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";

/** Campaigns that wait for the reader's approval. */
export function Approvals({ campaigns }: { campaigns: readonly HomeCampaign[] }) {
  const { href } = useWorkspace();
  if (campaigns.length === 0) return null;
  return (
    <Section title="Waiting for approval" layout="aside">
      <ul className="-mt-2">
        {campaigns.map((campaign) => (
          <li key={campaign.id} className="border-line border-b last:border-0">
            <Link
              href={href(`campaigns/${campaign.id}/edit?step=review`)}
              className="flex items-baseline gap-3 py-2.5 hover:bg-sunken"
            >
              <StatusMark status="paused" label="Waits:" glyphOnly className="translate-y-0.5" />
              <span className="min-w-0 truncate font-medium text-ink">{campaign.name}</span>
              <span className="ml-auto text-ink-2 text-xs">Look and decide</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
