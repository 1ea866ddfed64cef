"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { newPasswordSchema } from "@/contracts/access-inputs";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { applyServerErrors, Form, FormError, FormField, useZodForm } from "../ui/form";
import { Input } from "../ui/input";
import { signInWithPassword } from "./password-sign-in";

const schema = z.object({ name: z.string().trim().min(1, "Tell us your name.").max(120), password: newPasswordSchema });
type Values = z.infer<typeof schema>;

/** For somebody new: a name and a password make the account, and lead into the workspace. */
export function NewAccount({ secret, email }: { secret: string; email: string }) {
  const trpc = useTRPC();
  const accept = useMutation(trpc.access.acceptInvitation.mutationOptions());
  const form = useZodForm<Values, Values>(schema, { defaultValues: { name: "", password: "" } });
  const submit = async (account: Values) => {
    try {
      const { slug } = await accept.mutateAsync({ secret, account });
      const result = await signInWithPassword(email, account.password, `/w/${slug}`);
      window.location.assign(result.ok ? result.goTo : "/login");
    } catch (error) {
      applyServerErrors(form, fieldErrorsOf(error));
      form.setError("root", { message: messageOf(error) });
    }
  };
  return (
    <Form form={form} onSubmit={submit} className="grid gap-5">
      <FormError message={form.formState.errors.root?.message} />
      <FormField<Values> name="name" label="Your name" render={(field) => <Input {...field} autoComplete="name" />} />
      <FormField<Values>
        name="password"
        label="Password"
        hint="At least 12 characters."
        render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
      />
      <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
        Join
      </Button>
    </Form>
  );
}

/** For somebody signed in with the invited address: one press. */
export function JoinSignedIn({ secret, workspaceName }: { secret: string; workspaceName: string }) {
  const trpc = useTRPC();
  const accept = useMutation(
    trpc.access.acceptInvitation.mutationOptions({
      onSuccess: ({ slug }) => window.location.assign(`/w/${slug}`),
    }),
  );
  return (
    <div className="grid gap-4">
      <FormError message={accept.isError ? messageOf(accept.error) : undefined} />
      <Button variant="primary" loading={accept.isPending} onClick={() => accept.mutate({ secret })}>
        Join {workspaceName}
      </Button>
    </div>
  );
}
