import type { Metadata } from "next";
import { AuthShell } from "@/components/shell/auth-shell";

export const metadata: Metadata = { title: "Test sign-in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const REASONS: Record<string, string> = {
  sso_issuer: "The answer came from another issuer than the one configured. Compare both spellings.",
  sso_email_not_verified: "Your provider did not say that the e-mail address is verified.",
  sso_domain_not_verified: "The e-mail address is not in a domain you have verified here.",
};

/** What the window of a test sign-in ends with; nobody was signed in by it. */
export default async function TestedPage({ searchParams }: Props) {
  const { error } = await searchParams;
  const reason = typeof error === "string" ? (REASONS[error] ?? "Your provider's answer could not be accepted.") : null;
  return reason ? (
    <AuthShell title="The test did not come through" description={reason}>
      <p className="text-ink-2 text-sm">Nothing was changed. Close this window and mend the connection.</p>
    </AuthShell>
  ) : (
    <AuthShell title="The sign-in works" description="Close this window and go on in the settings.">
      <p className="text-ink-2 text-sm">This was a test: nobody was signed in.</p>
    </AuthShell>
  );
}
