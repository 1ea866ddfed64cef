import type { Metadata } from "next";
import { BrandSettings } from "@/components/access/brand-settings";

export const metadata: Metadata = { title: "Brand" };

export default function Page() {
  return <BrandSettings />;
}
