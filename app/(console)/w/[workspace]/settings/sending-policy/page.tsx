import type { Metadata } from "next";
import { CampaignPolicySettings } from "@/components/campaigns/campaign-policy";
import { SendingPolicySettings } from "@/components/consent/sending-policy";
import { ContentPolicySettings } from "@/components/content/content-policy";

export const metadata: Metadata = { title: "Sending policy" };

export default function Page() {
  return (
    <>
      <SendingPolicySettings />
      <ContentPolicySettings />
      <CampaignPolicySettings />
    </>
  );
}
