"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  LANGUAGE_NAMES,
  RECIPIENT_LANGUAGES,
  type RecipientLanguage,
  type Topic,
  type TopicTexts,
  type TopicVisibility,
} from "@/contracts/topics";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { SwitchField } from "../ui/switch";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

const EMPTY = {
  name: "",
  description: "",
  texts: {} as TopicTexts,
  visibility: "public" as TopicVisibility,
  defaultIn: false,
  doubleOptIn: true,
};

/** Makes or changes a topic; what it says in other languages is written here too. */
export function TopicSheet({ topic, onClose }: { topic: Topic | "new" | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [values, setValues] = useState(topic && topic !== "new" ? topic : EMPTY);
  const [language, setLanguage] = useState<RecipientLanguage>("de");
  const isNew = topic === "new";
  const options = {
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
      toast(isNew ? "Topic added" : "Topic saved");
      onClose();
    },
  };
  const create = useMutation(trpc.consent.createTopic.mutationOptions(options));
  const update = useMutation(trpc.consent.updateTopic.mutationOptions(options));
  const { error, isPending } = isNew ? create : update;
  const set = (patch: Partial<typeof values>) => setValues((now) => ({ ...now, ...patch }));
  const text = values.texts[language] ?? { name: "", description: "" };
  const setText = (patch: Partial<typeof text>) => {
    const next = { ...text, ...patch };
    const { [language]: _gone, ...others } = values.texts;
    set({ texts: next.name || next.description ? { ...others, [language]: next } : others });
  };
  const save = () => {
    const { name, description, texts, visibility, defaultIn, doubleOptIn } = values;
    const input = { name, description, texts, visibility, defaultIn, doubleOptIn };
    if (isNew) create.mutate(input);
    else if (topic) update.mutate({ id: topic.id, ...input });
  };
  return (
    <Sheet
      open={topic !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? "Add a topic" : "Edit topic"}
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
            {isNew ? "Add topic" : "Save"}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {error ? <FormError message={Object.values(fieldErrorsOf(error)).join(" ")} /> : null}
        <Field label="Name" hint="As people read it on their preference page.">
          <Input value={values.name} maxLength={80} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label="Description" optional hint="What they get, and how often.">
          <Textarea
            rows={2}
            value={values.description}
            maxLength={300}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
        <RadioGroup
          aria-label="Who can see it"
          value={values.visibility}
          onValueChange={(visibility) => set({ visibility: visibility as TopicVisibility })}
          options={[
            { value: "public", label: "Public", hint: "Everybody may choose it." },
            { value: "private", label: "Private", hint: "Only people you put in see it; nobody can join by a link." },
          ]}
        />
        <SwitchField
          label="People are in until they say no"
          hint="Only for people who agreed to marketing. Off: only who chose this topic gets it."
          checked={values.defaultIn}
          onCheckedChange={(defaultIn) => set({ defaultIn, doubleOptIn: defaultIn ? false : values.doubleOptIn })}
        />
        <SwitchField
          label="Ask for a confirmation by e-mail"
          hint="Nothing of this topic is sent before the person presses the button in that mail."
          checked={values.doubleOptIn}
          onCheckedChange={(doubleOptIn) => set({ doubleOptIn, defaultIn: doubleOptIn ? false : values.defaultIn })}
        />
        <fieldset className="grid gap-3 border-line border-t pt-4">
          <legend className="sr-only">In other languages</legend>
          <Field
            label="In other languages"
            optional
            hint="People see the name in their own language where there is one."
          >
            <Select
              value={language}
              onValueChange={setLanguage}
              options={RECIPIENT_LANGUAGES.map((code) => ({
                value: code,
                label: values.texts[code] ? `${LANGUAGE_NAMES[code]} ✓` : LANGUAGE_NAMES[code],
              }))}
            />
          </Field>
          <Field label={`Name in ${LANGUAGE_NAMES[language]}`} optional>
            <Input
              lang={language}
              dir="auto"
              value={text.name}
              maxLength={80}
              onChange={(event) => setText({ name: event.target.value })}
            />
          </Field>
          <Field label={`Description in ${LANGUAGE_NAMES[language]}`} optional>
            <Textarea
              rows={2}
              lang={language}
              dir="auto"
              value={text.description}
              maxLength={300}
              onChange={(event) => setText({ description: event.target.value })}
            />
          </Field>
        </fieldset>
      </div>
    </Sheet>
  );
}
