import { redirect } from "next/navigation";
import { SignOutButton } from "@/components/access/sign-out-button";
import { AppProviders } from "@/components/providers/app-providers";
import { AuthShell } from "@/components/shell/auth-shell";
import { firstPlace } from "@/server/api/trpc/caller";

export default async function RootPage() {
  const place = await firstPlace();
  if (place) redirect(place);
  return (
    <AppProviders workspace={null}>
      <AuthShell
        title="No workspace yet"
        description="You are signed in, but you are not a member of any workspace. Ask a Marketing Admin to add you."
      >
        <SignOutButton />
      </AuthShell>
    </AppProviders>
  );
}
