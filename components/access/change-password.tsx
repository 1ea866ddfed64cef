"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { newPasswordSchema } from "@/contracts/access-inputs";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { applyServerErrors, Form, FormError, FormField, useZodForm } from "../ui/form";
import { Input } from "../ui/input";
import { toast } from "../ui/toast";

const schema = z.object({ current: z.string().min(1, "Enter your present password."), next: newPasswordSchema });
type Values = z.infer<typeof schema>;

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export function ChangePassword({ open, onOpenChange }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Change your password"
      description="You stay signed in here and are signed out everywhere else."
    >
      <PasswordFields onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function PasswordFields({ onDone }: { onDone: () => void }) {
  const trpc = useTRPC();
  const change = useMutation(trpc.access.changePassword.mutationOptions());
  const form = useZodForm<Values, Values>(schema, { defaultValues: { current: "", next: "" } });
  const submit = async (input: Values) => {
    try {
      await change.mutateAsync(input);
      toast("Password changed");
      onDone();
    } catch (error) {
      applyServerErrors(form, fieldErrorsOf(error));
    }
  };
  return (
    <Form form={form} onSubmit={submit} className="grid gap-5">
      <FormError message={form.formState.errors.root?.message} />
      <FormField<Values>
        name="current"
        label="Present password"
        render={(field) => <Input {...field} type="password" autoComplete="current-password" />}
      />
      <FormField<Values>
        name="next"
        label="New password"
        hint="At least 12 characters."
        render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={change.isPending}>
          Change password
        </Button>
      </div>
    </Form>
  );
}
