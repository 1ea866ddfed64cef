import type { Metadata } from "next";
import { SendingPolicySettings } from "@/components/consent/sending-policy";

export const metadata: Metadata = { title: "Sending policy" };

export default function Page() {
  return <SendingPolicySettings />;
}
