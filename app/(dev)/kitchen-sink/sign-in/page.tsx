import { notFound } from "next/navigation";
import { AuthShell } from "@/components/shell/auth-shell";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showsKitchenSink } from "@/server/api/kitchen-sink";

export default function SignInSample() {
  if (!showsKitchenSink()) notFound();
  return (
    <AuthShell title="Sign in" description="With the address you were invited at." footer="No account? Ask your admin.">
      <form className="grid gap-4">
        <Field label="Email">
          <Input type="email" autoComplete="username" className="h-10" />
        </Field>
        <Field label="Password">
          <Input type="password" autoComplete="current-password" className="h-10" />
        </Field>
        <Button type="submit" variant="primary" size="lg">
          Sign in
        </Button>
      </form>
    </AuthShell>
  );
}
