import type { Metadata } from "next";
import { ProviderList } from "@/components/channels/provider-list";

export const metadata: Metadata = { title: "Providers" };

export default function Page() {
  return <ProviderList />;
}
