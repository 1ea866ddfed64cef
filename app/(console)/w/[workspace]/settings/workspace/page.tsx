import type { Metadata } from "next";
import { WorkspaceSettings } from "@/components/access/workspace-settings";

export const metadata: Metadata = { title: "Workspace settings" };

export default function Page() {
  return <WorkspaceSettings />;
}
