import type { ReactNode } from "react";
import { SettingsNav } from "@/components/access/settings-nav";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="lg:flex lg:gap-10">
      <SettingsNav />
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}
