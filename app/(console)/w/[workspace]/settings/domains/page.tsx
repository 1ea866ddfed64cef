import type { Metadata } from "next";
import { DomainList } from "@/components/channels/domain-list";

export const metadata: Metadata = { title: "Sending domains" };

export default function Page() {
  return <DomainList />;
}
