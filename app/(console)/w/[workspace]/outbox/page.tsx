import type { Metadata } from "next";
import { LocalInbox } from "@/components/outbox/local-inbox";

export const metadata: Metadata = { title: "Local Inbox" };

export default function Page() {
  return <LocalInbox />;
}
