"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FORM_FIELD_LABELS, FORM_FIELDS, type FormFieldKey, type SignupForm } from "@/contracts/forms";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { SwitchField } from "../ui/switch";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

type Values = Pick<
  SignupForm,
  "name" | "title" | "intro" | "topicIds" | "wording" | "fields" | "doubleOptIn" | "successMessage" | "redirectUrl"
>;

const emptyFor = (sender: string): Values => ({
  name: "",
  title: "Stay in touch",
  intro: "",
  topicIds: [],
  wording: `Yes, ${sender} may send me e-mail. I can change or end this at any time.`,
  fields: [],
  doubleOptIn: true,
  successMessage: null,
  redirectUrl: null,
});

/** Makes or changes a form. */
export function FormSheet({ form, onClose }: { form: SignupForm | "new" | null; onClose: () => void }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [values, setValues] = useState<Values>(form && form !== "new" ? form : emptyFor(workspace.name));
  const topics = useQuery(trpc.consent.topics.queryOptions({}, { enabled: form !== null }));
  const isNew = form === "new";
  const options = {
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: trpc.forms.pathKey() });
      toast(isNew ? "Form added" : "Form saved");
      onClose();
    },
  };
  const create = useMutation(trpc.forms.create.mutationOptions(options));
  const update = useMutation(trpc.forms.update.mutationOptions(options));
  const { error, isPending } = isNew ? create : update;
  const faults: Record<string, string> = error ? fieldErrorsOf(error) : {};
  const set = (patch: Partial<Values>) => setValues((now) => ({ ...now, ...patch }));
  const stateOf = (key: FormFieldKey) => {
    const field = values.fields.find((one) => one.key === key);
    return field ? (field.required ? "required" : "optional") : "no";
  };
  const setField = (key: FormFieldKey, state: string) => {
    const others = values.fields.filter((one) => one.key !== key);
    const next = state === "no" ? others : [...others, { key, required: state === "required" }];
    set({ fields: FORM_FIELDS.flatMap((known) => next.filter((one) => one.key === known)) });
  };
  const save = () => {
    const { name, title, intro, topicIds, wording, fields, doubleOptIn, successMessage, redirectUrl } = values;
    const input = { name, title, intro, topicIds, wording, fields, doubleOptIn, successMessage, redirectUrl };
    if (isNew) create.mutate(input);
    else if (form) update.mutate({ id: form.id, ...input });
  };
  return (
    <Sheet
      open={form !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? "Add a sign-up form" : "Edit form"}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={values.name.trim() === ""}
            loading={isPending}
            loadingLabel="Saving"
            onClick={save}
          >
            {isNew ? "Add form" : "Save"}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {faults[""] ? <FormError message={faults[""]} /> : null}
        <Field label="Name" hint="For your team." error={faults.name}>
          <Input value={values.name} maxLength={80} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label="Title" hint="Stands over the form." error={faults.title}>
          <Input value={values.title} maxLength={120} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="Introduction" optional error={faults.intro}>
          <Textarea
            rows={2}
            value={values.intro}
            maxLength={1000}
            onChange={(event) => set({ intro: event.target.value })}
          />
        </Field>
        {topics.data && topics.data.length > 0 ? (
          <fieldset className="grid gap-2">
            <legend className="mb-1 font-medium text-ink text-sm">Topics to choose from</legend>
            {topics.data
              .filter((topic) => topic.visibility === "public")
              .map((topic) => (
                <CheckboxField
                  key={topic.id}
                  label={topic.name}
                  checked={values.topicIds.includes(topic.id)}
                  onCheckedChange={(on) =>
                    set({
                      topicIds:
                        on === true ? [...values.topicIds, topic.id] : values.topicIds.filter((id) => id !== topic.id),
                    })
                  }
                />
              ))}
            <p className="text-ink-2 text-xs">None: people agree to marketing e-mail as a whole.</p>
          </fieldset>
        ) : null}
        {FORM_FIELDS.map((key) => (
          <Field key={key} label={`Ask for the ${FORM_FIELD_LABELS[key].toLowerCase()}`}>
            <Select
              value={stateOf(key)}
              onValueChange={(state) => setField(key, state)}
              options={[
                { value: "no", label: "No" },
                { value: "optional", label: "Yes, optional" },
                { value: "required", label: "Yes, required" },
              ]}
            />
          </Field>
        ))}
        <Field
          label="What people agree to"
          hint="Kept word for word with every sign-up. No box is ticked for them."
          error={faults.wording}
        >
          <Textarea
            rows={3}
            value={values.wording}
            maxLength={1000}
            onChange={(event) => set({ wording: event.target.value })}
          />
        </Field>
        <SwitchField
          label="Ask for a confirmation by e-mail"
          hint="Off: anybody can sign up somebody else. Some countries ask for the confirmation."
          checked={values.doubleOptIn}
          onCheckedChange={(doubleOptIn) => set({ doubleOptIn })}
        />
        <Field label="Words afterwards" optional hint="Empty: ours, in the person's language.">
          <Textarea
            rows={2}
            value={values.successMessage ?? ""}
            maxLength={500}
            onChange={(event) => set({ successMessage: event.target.value || null })}
          />
        </Field>
        <Field label="Go to this page afterwards" optional error={faults.redirectUrl}>
          <Input
            type="url"
            value={values.redirectUrl ?? ""}
            placeholder="https://"
            onChange={(event) => set({ redirectUrl: event.target.value || null })}
          />
        </Field>
      </div>
    </Sheet>
  );
}
