"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { RunCounts } from "@/contracts/delivery";
import type { HomeCampaign } from "@/contracts/home";
import { CampaignStatusMark } from "../campaigns/campaign-status";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { formatNumber } from "../ui/format";
import { Progress } from "../ui/progress";
import { Section } from "../ui/section";

const REFRESH_MS = 2000;

/** Campaigns that go out now or are halted, each with how far it is; the bar is the report's own numbers. */
export function UnderWay({ campaigns }: { campaigns: readonly HomeCampaign[] }) {
  if (campaigns.length === 0) return null;
  return (
    <Section title="Sending now" layout="aside">
      <ul className="-mt-3">
        {campaigns.map((campaign) => (
          <CampaignUnderWay key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </Section>
  );
}

function CampaignUnderWay({ campaign }: { campaign: HomeCampaign }) {
  const trpc = useTRPC();
  const { href } = useWorkspace();
  const report = useQuery(
    trpc.campaigns.report.queryOptions({ campaignId: campaign.id }, { refetchInterval: REFRESH_MS }),
  );
  const counts = report.data?.counts ?? null;
  const isPaused = campaign.status === "paused";
  return (
    <li className="grid gap-2 border-line border-b py-3 last:border-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Link href={href(`campaigns/${campaign.id}`)} className="font-medium text-base text-ink hover:underline">
          {campaign.name}
        </Link>
        <CampaignStatusMark status={campaign.status} />
      </div>
      {counts && counts.audience > 0 ? (
        <Progress
          label={isPaused ? `Paused with ${formatNumber(counts.accepted)} already sent` : "People decided"}
          value={counts.audience - counts.pending}
          max={counts.audience}
          detail={soFar(counts)}
          tone={isPaused ? "paused" : "live"}
        />
      ) : (
        <p className="text-ink-2 text-sm" role="status">
          {report.isError ? messageOf(report.error) : "Finding out who should get it."}
        </p>
      )}
    </li>
  );
}

const soFar = (counts: RunCounts): string =>
  [
    `${formatNumber(counts.accepted)} sent`,
    counts.skipped > 0 ? `${formatNumber(counts.skipped)} skipped` : null,
    counts.failed > 0 ? `${formatNumber(counts.failed)} failed` : null,
    counts.unknown > 0 ? `${formatNumber(counts.unknown)} unknown` : null,
    `${formatNumber(counts.pending)} to go`,
  ]
    .filter(Boolean)
    .join(" · ");
