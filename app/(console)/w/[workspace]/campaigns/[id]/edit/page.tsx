import type { Metadata } from "next";
import { CampaignComposer } from "@/components/campaigns/composer";

export const metadata: Metadata = { title: "Edit campaign" };

export default async function EditCampaignPage({ params }: { params: Promise<{ id: string }> }) {
  return <CampaignComposer campaignId={(await params).id} />;
}
