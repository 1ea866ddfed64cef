import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/access/console-shell";
import { AppProviders } from "@/components/providers/app-providers";
import { WorkspaceProvider } from "@/components/providers/workspace-provider";
import { currentSession, isSsoMissing, openWorkspace } from "@/server/api/trpc/caller";

type Props = { params: Promise<{ workspace: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const opened = await openWorkspace((await params).workspace);
  const name = opened?.workspace.name ?? "Carillon";
  return { title: { default: name, template: `%s · ${name}` } };
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const slug = (await params).workspace;
  const opened = await openWorkspace(slug);
  if (!opened) {
    if (!(await currentSession())) redirect(`/login?callbackUrl=${encodeURIComponent(`/w/${slug}`)}`);
    if (await isSsoMissing(slug)) redirect(`/login?error=sso_required&callbackUrl=${encodeURIComponent(`/w/${slug}`)}`);
    notFound();
  }
  return (
    <AppProviders key={slug} workspace={slug}>
      <WorkspaceProvider value={opened.workspace}>
        <ConsoleShell choices={opened.choices} environment={opened.environment}>
          {children}
        </ConsoleShell>
      </WorkspaceProvider>
    </AppProviders>
  );
}
