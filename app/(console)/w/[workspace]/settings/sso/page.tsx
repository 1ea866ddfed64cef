import type { Metadata } from "next";
import { SsoSettings } from "@/components/access/sso-settings";

export const metadata: Metadata = { title: "Single sign-on" };

export default function Page() {
  return <SsoSettings />;
}
