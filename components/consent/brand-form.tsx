"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BrandInput } from "@/contracts/brand";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Section } from "../ui/section";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

const FIELDS = [
  { key: "name", label: "Name people know", hint: "Empty: the name of the workspace.", max: 80 },
  {
    key: "colour",
    label: "Colour of buttons",
    hint: "Six digits, such as #1f4fd8. The text on it is chosen to be readable.",
    max: 7,
  },
  { key: "logoUrl", label: "Logo", hint: "Address of a picture, starting with https://.", max: 500 },
  { key: "privacyEmail", label: "Address for data requests", hint: "Empty: your postal address is named.", max: 254 },
] as const;

/** How the pages without login look: unsubscribe, preferences, confirmation, sign-up forms. */
export function BrandForm() {
  const trpc = useTRPC();
  const { can } = useWorkspace();
  const brand = useQuery(trpc.access.brand.queryOptions({}));
  if (!can("workspace:manage") || !brand.data) return null;
  return <Form key={JSON.stringify(brand.data)} initial={brand.data} />;
}

function Form({ initial }: { initial: BrandInput }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [values, setValues] = useState(initial);
  const save = useMutation(
    trpc.access.updateBrand.mutationOptions({
      onSuccess: () => {
        toast("Pages saved");
        return queryClient.invalidateQueries({ queryKey: trpc.access.brand.queryKey() });
      },
    }),
  );
  const faults: Record<string, string> = save.error ? fieldErrorsOf(save.error) : {};
  const set = (key: keyof BrandInput, value: string) => setValues((now) => ({ ...now, [key]: value }));
  return (
    <Section
      layout="aside"
      title="How your pages look"
      description="Unsubscribe, preferences, confirmations and sign-up forms. They work without script and in six languages."
    >
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(values);
        }}
      >
        {faults[""] ? <FormError message={faults[""]} /> : null}
        {FIELDS.map(({ key, label, hint, max }) => (
          <Field key={key} label={label} hint={hint} optional error={faults[key]}>
            <Input value={values[key] ?? ""} maxLength={max} onChange={(event) => set(key, event.target.value)} />
          </Field>
        ))}
        <Field label="Line at the foot" optional error={faults.footer}>
          <Textarea
            rows={2}
            value={values.footer ?? ""}
            maxLength={500}
            onChange={(event) => set("footer", event.target.value)}
          />
        </Field>
        <div>
          <Button
            type="submit"
            variant="primary"
            loading={save.isPending}
            disabled={JSON.stringify(values) === JSON.stringify(initial)}
          >
            Save pages
          </Button>
        </div>
      </form>
    </Section>
  );
}
