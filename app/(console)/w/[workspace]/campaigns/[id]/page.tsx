import type { Metadata } from "next";
import { CampaignReport } from "@/components/campaigns/campaign-report";

export const metadata: Metadata = { title: "Campaign" };

export default async function CampaignPage({ params }: { params: Promise<{ id: string }> }) {
  return <CampaignReport campaignId={(await params).id} />;
}
