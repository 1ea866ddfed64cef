import type { Metadata } from "next";
import { SettingsHome } from "@/components/access/settings-home";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  return <SettingsHome />;
}
