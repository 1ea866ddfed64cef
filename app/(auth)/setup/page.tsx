import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetUpForm } from "@/components/access/set-up-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { isInstallationSetUp } from "@/server/api/trpc/caller";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (await isInstallationSetUp()) notFound();
  return (
    <AuthShell title="Set up Carillon" description="You become the first Marketing Admin. It takes a minute.">
      <SetUpForm />
    </AuthShell>
  );
}
