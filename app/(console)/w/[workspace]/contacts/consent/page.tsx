import type { Metadata } from "next";
import { ConsentRecord } from "@/components/consent/consent-record";

export const metadata: Metadata = { title: "Consent record" };

export default function Page() {
  return <ConsentRecord />;
}
