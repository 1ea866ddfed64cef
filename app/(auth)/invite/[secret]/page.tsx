import type { Metadata } from "next";
import Link from "next/link";
import { JoinSignedIn, NewAccount } from "@/components/access/accept-invitation";
import { SignOutButton } from "@/components/access/sign-out-button";
import { AuthShell } from "@/components/shell/auth-shell";
import { Button } from "@/components/ui/button";
import { currentSession, offerOfInvitation } from "@/server/api/trpc/caller";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false } };

type Props = { params: Promise<{ secret: string }> };

const OVER = {
  unknown: "This invitation does not exist",
  expired: "This invitation is over",
  accepted: "This invitation was used already",
  revoked: "This invitation was taken back",
} as const;

export default async function InvitationPage({ params }: Props) {
  const { secret } = await params;
  const offer = await offerOfInvitation(secret);
  if (offer.state !== "open")
    return (
      <AuthShell title={OVER[offer.state]} description="Ask whoever invited you for a new link.">
        <Button asChild>
          <Link href="/login">Sign in</Link>
        </Button>
      </AuthShell>
    );
  const session = await currentSession();
  const title = `Join ${offer.workspaceName}`;
  const description = `You are invited as ${offer.roleName}, with ${offer.email}.`;
  if (session && session.userEmail.toLowerCase() !== offer.email)
    return (
      <AuthShell title={title} description={`${description} You are signed in as ${session.userEmail}.`}>
        <SignOutButton />
      </AuthShell>
    );
  const back = `/login?callbackUrl=${encodeURIComponent(`/invite/${secret}`)}`;
  return (
    <AuthShell title={title} description={description}>
      {session ? (
        <JoinSignedIn secret={secret} workspaceName={offer.workspaceName} />
      ) : offer.hasAccount || offer.needsSso ? (
        <Button asChild variant="primary">
          <Link href={back}>Sign in to join</Link>
        </Button>
      ) : (
        <NewAccount secret={secret} email={offer.email} />
      )}
    </AuthShell>
  );
}
