"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { emailSchema } from "@/contracts/addresses";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { leaveForSso, signInWithPassword } from "./password-sign-in";

export type LoginFormProps = { callbackUrl?: string; error?: string; connectionId?: string };

const ERRORS: Record<string, string> = {
  CredentialsSignin: "E-mail or password is wrong.",
  OAuthSignin: "Your company's sign-in could not be reached. Tell your administrator.",
  OAuthCallback: "Your company's sign-in gave an answer we could not accept. Try again, or tell your administrator.",
  Callback: "Your company's sign-in gave an answer we could not accept. Try again, or tell your administrator.",
  Unavailable: "The server could not do it. Try again in a moment.",
  sso_unknown: "This sign-in does not exist or is switched off.",
  sso_email_not_verified: "Your company's sign-in did not say that your e-mail address is verified.",
  sso_domain_not_verified: "Your e-mail address is not in a domain your company has verified here.",
  sso_not_member: "You are no longer a member of this workspace.",
  sso_required: "This workspace asks for your company's sign-in. Enter your work e-mail.",
  sso_suspended: "Your access to this workspace is suspended.",
};

/** E-mail first; its domain decides between the company's own sign-in and a password. */
export function LoginForm({ callbackUrl = "/", error, connectionId }: LoginFormProps) {
  const trpc = useTRPC();
  const findSignIn = useMutation(trpc.access.findSignIn.mutationOptions());
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<"email" | "password">("email");
  const [isWorking, setWorking] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const [emailFault, setEmailFault] = useState<string | undefined>();
  const shown = fault ?? (error ? (ERRORS[error] ?? "Sign-in did not work. Try again.") : undefined);

  const attempt = async (work: () => Promise<void>) => {
    setWorking(true);
    setFault(undefined);
    try {
      await work();
    } catch (failure) {
      setFault(messageOf(failure));
      setWorking(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!emailSchema.safeParse(email).success) {
      setEmailFault("Enter your e-mail address, such as ada@example.com.");
      return;
    }
    setEmailFault(undefined);
    void attempt(async () => {
      if (step === "email") {
        const found = await findSignIn.mutateAsync({ email });
        if (found.kind === "sso") return leaveForSso(found.connectionId, callbackUrl);
        setStep("password");
        setWorking(false);
        return;
      }
      const result = await signInWithPassword(email, password, callbackUrl);
      if (result.ok) return window.location.assign(result.goTo);
      setFault(result.message);
      setWorking(false);
    });
  };

  if (connectionId)
    return (
      <div className="grid gap-4">
        <FormError message={shown} />
        <Button
          variant="primary"
          loading={isWorking}
          onClick={() => void attempt(() => leaveForSso(connectionId, callbackUrl))}
        >
          Continue with your company's sign-in
        </Button>
      </div>
    );

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <FormError message={shown} />
      <Field label="E-mail" error={emailFault}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setStep("email");
          }}
        />
      </Field>
      {step === "password" ? (
        <Field label="Password">
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
      ) : null}
      <Button type="submit" variant="primary" loading={isWorking}>
        {step === "email" ? "Continue" : "Sign in"}
      </Button>
      {step === "email" ? (
        <Button type="button" variant="link" onClick={() => setStep("password")}>
          Use a password instead
        </Button>
      ) : null}
    </form>
  );
}
