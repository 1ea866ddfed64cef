import type { Metadata } from "next";
import { SendingPolicySettings } from "@/components/consent/sending-policy";
import { ContentPolicySettings } from "@/components/content/content-policy";

export const metadata: Metadata = { title: "Sending policy" };

export default function Page() {
  return (
    <>
      <SendingPolicySettings />
      <ContentPolicySettings />
    </>
  );
}
