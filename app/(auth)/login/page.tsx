import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/access/login-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { isInstallationSetUp } from "@/server/api/trpc/caller";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: Props) {
  if (!(await isInstallationSetUp())) redirect("/setup");
  const { callbackUrl, error, connection } = await searchParams;
  return (
    <AuthShell title="Sign in to Carillon">
      <LoginForm callbackUrl={one(callbackUrl)} error={one(error)} connectionId={one(connection)} />
    </AuthShell>
  );
}

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
