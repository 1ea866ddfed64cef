"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { type SetUpInput, setUpSchema } from "@/contracts/access-inputs";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { applyServerErrors, Form, FormError, FormField, useZodForm } from "../ui/form";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { currencies, currencyOf, ownTimeZone, timeZones } from "./browser-defaults";
import { signInWithPassword } from "./password-sign-in";

const START = [
  {
    value: "demo" as const,
    label: "Explore with demo data",
    hint: "A small bakery with 5,000 invented people. One press removes it.",
  },
  { value: "own" as const, label: "Use my own data", hint: "Start empty and import a CSV file." },
];

/** The first admin and the first workspace; signs in and opens it. */
export function SetUpForm() {
  const trpc = useTRPC();
  const setUp = useMutation(trpc.access.setUp.mutationOptions());
  const [isOpening, setOpening] = useState(false);
  const form = useZodForm<SetUpInput, SetUpInput>(setUpSchema, {
    defaultValues: {
      name: "",
      email: "",
      password: "",
      workspaceName: "",
      timeZone: "UTC",
      currency: "EUR",
      start: "demo",
    },
  });
  // Known in the browser only; set after the first paint so that server and browser draw the same.
  useEffect(() => {
    form.setValue("timeZone", ownTimeZone());
    form.setValue("currency", currencyOf(navigator.language) ?? "EUR");
  }, [form]);
  const zones = useMemo(() => timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), []);
  const money = useMemo(currencies, []);

  const submit = async (input: SetUpInput) => {
    try {
      const { slug } = await setUp.mutateAsync(input);
      setOpening(true);
      const result = await signInWithPassword(input.email, input.password, `/w/${slug}`);
      window.location.assign(result.ok ? result.goTo : "/login");
    } catch (error) {
      setOpening(false);
      applyServerErrors(form, fieldErrorsOf(error));
    }
  };

  return (
    <Form form={form} onSubmit={submit} className="grid gap-5">
      <FormError message={form.formState.errors.root?.message} />
      <FormField<SetUpInput>
        name="name"
        label="Your name"
        render={(field) => <Input {...field} value={String(field.value)} autoComplete="name" autoFocus />}
      />
      <FormField<SetUpInput>
        name="email"
        label="E-mail"
        hint="You sign in with it."
        render={(field) => <Input {...field} value={String(field.value)} type="email" autoComplete="username" />}
      />
      <FormField<SetUpInput>
        name="password"
        label="Password"
        hint="At least 12 characters."
        render={(field) => <Input {...field} value={String(field.value)} type="password" autoComplete="new-password" />}
      />
      <FormField<SetUpInput>
        name="workspaceName"
        label="Workspace"
        hint="Your company or brand. Recipients see it as the sender until you change that."
        render={(field) => <Input {...field} value={String(field.value)} autoComplete="organization" />}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormField<SetUpInput>
          name="timeZone"
          label="Time zone"
          render={(field) => (
            <Combobox
              options={zones}
              value={String(field.value)}
              onValueChange={(zone) => field.onChange(zone ?? "UTC")}
            />
          )}
        />
        <FormField<SetUpInput>
          name="currency"
          label="Currency"
          render={(field) => (
            <Combobox
              options={money}
              value={String(field.value)}
              onValueChange={(code) => field.onChange(code ?? "EUR")}
            />
          )}
        />
      </div>
      <FormField<SetUpInput>
        name="start"
        label="Begin with"
        render={(field) => (
          <RadioGroup options={START} value={field.value as SetUpInput["start"]} onValueChange={field.onChange} />
        )}
      />
      <Button type="submit" variant="primary" loading={setUp.isPending || isOpening} loadingLabel="Setting up">
        Create workspace
      </Button>
    </Form>
  );
}
