import Link from "next/link";
import { AuthShell } from "@/components/shell/auth-shell";
import { buttonVariants } from "@/components/ui/button-variants";

export default function NotFound() {
  return (
    <AuthShell
      title="There is no page at this address"
      description="It may have been archived, or it belongs to a workspace you are not a member of."
    >
      <Link href="/" className={buttonVariants({ variant: "primary" })}>
        Go to Home
      </Link>
    </AuthShell>
  );
}
