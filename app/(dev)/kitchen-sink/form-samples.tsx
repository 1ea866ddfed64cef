"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { Combobox, MultiCombobox } from "@/components/ui/combobox";
import { DateTimeField } from "@/components/ui/date-time-field";
import { Field, FieldSet } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Form, FormError, FormField, useZodForm } from "@/components/ui/form";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { SwitchField } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

const CHANNELS = [
  { value: "email", label: "Email", hint: "11,902 reachable" },
  { value: "sms", label: "SMS", hint: "4,120 reachable" },
  { value: "push", label: "Push", disabled: true },
];
const ZONES = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Sydney"].map((zone) => ({
  value: zone,
  label: zone.replaceAll("_", " "),
}));

const SenderForm = z.object({
  name: z.string().min(1, "Give the sender a name, as people will see it."),
  address: z.email("Write an address like news@example.com."),
  channel: z.enum(["email", "sms", "push"]),
});

export function FormSamples() {
  const [when, setWhen] = useState("2027-03-28T02:30");
  const [zone, setZone] = useState<string | null>("Europe/Berlin");
  const [topics, setTopics] = useState<string[]>(["Asia/Tokyo"]);
  const [name, setName] = useState("Spring drop");
  const [mode, setMode] = useState<"now" | "later">("now");
  return (
    <>
      <Section title="Fields" description="Label, hint and error belong to the control for everyone." layout="aside">
        <div className="grid gap-5">
          <Field label="Campaign name" hint="Only your team sees it." layout="columns">
            <Input defaultValue="Spring drop" />
          </Field>
          <Field label="Preview text" optional layout="columns">
            <Input placeholder="Shown after the subject" />
          </Field>
          <Field
            label="Sender address"
            error="news@exmaple.com cannot be used: the domain is not verified. Verify it or choose another."
            layout="columns"
          >
            <Input mono defaultValue="news@exmaple.com" />
          </Field>
          <Field label="Campaign id" layout="columns">
            <Input mono disabled defaultValue="cmp_01JD3Q8ZK" />
          </Field>
          <Field label="Internal note" layout="columns">
            <Textarea rows={3} defaultValue="Waits for the new photos." />
          </Field>
          <Field label="Channel" layout="columns">
            <Select options={CHANNELS} defaultValue="email" />
          </Field>
          <Field label="Time zone" layout="columns">
            <Combobox options={ZONES} value={zone} onValueChange={setZone} />
          </Field>
          <Field label="Markets" layout="columns">
            <MultiCombobox options={ZONES} values={topics} onValuesChange={setTopics} />
          </Field>
          <Field label="Send at" layout="columns">
            <DateTimeField
              value={when}
              onValueChange={setWhen}
              timeZone="Europe/Berlin"
              note="02:30 does not exist that night. 03:00 is used."
            />
          </Field>
          <FieldSet legend="When to send">
            <RadioGroup
              aria-label="When to send"
              value={mode}
              onValueChange={setMode}
              options={[
                { value: "now", label: "Now", hint: "Starts after 10 seconds in which you can undo." },
                { value: "later", label: "At a time", hint: "Allowed to move until the first message leaves." },
              ]}
            />
            <CheckboxField label="Leave out people who got a message in the last 24 hours" defaultChecked />
            <CheckboxField label="Some of these" checked="indeterminate" hint="Two of five topics." />
            <CheckboxField label="Needs a verified domain" disabled />
            <SwitchField label="Count opens by machines" hint="Off by default; they are not people." />
            <SwitchField label="Quiet hours" defaultChecked />
          </FieldSet>
          <FileDrop
            accept=".csv,text/csv"
            label="Import contacts from CSV"
            hint="Or drop the file anywhere on this page. Up to 1 GB."
            wholePage
            onFiles={(files) => toast(`${files[0]?.name ?? "File"} is being read`)}
          />
        </div>
      </Section>
      <Section title="A form from a contract" layout="aside" description="zod schema in, parsed values out.">
        <SenderSample />
      </Section>
      <Section title="Inline edit">
        <div className="grid justify-items-start gap-3 text-base">
          <InlineEdit
            label="Campaign name"
            value={name}
            onSave={async (next) => {
              if (next.length > 30) return "Use at most 30 characters.";
              setName(next);
              return undefined;
            }}
            className="type-title text-xl"
          />
          <InlineEdit label="Owner" value="Mara Lindqvist (read-only)" onSave={() => undefined} readOnly />
        </div>
      </Section>
    </>
  );
}

function SenderSample() {
  const form = useZodForm(SenderForm, { defaultValues: { name: "", address: "", channel: "email" } });
  return (
    <Form form={form} onSubmit={(values) => void toast(`Saved ${values.address}`)} className="grid gap-4">
      <FormField<z.input<typeof SenderForm>, "name">
        name="name"
        label="Sender name"
        render={(field) => <Input {...field} />}
      />
      <FormField<z.input<typeof SenderForm>, "address">
        name="address"
        label="Address"
        hint="Its domain must be verified."
        render={(field) => <Input type="email" autoComplete="email" {...field} />}
      />
      <FormField<z.input<typeof SenderForm>, "channel">
        name="channel"
        label="Channel"
        render={({ value, onChange }) => (
          <Select
            value={value}
            onValueChange={onChange}
            options={[
              { value: "email", label: "Email" },
              { value: "sms", label: "SMS" },
            ]}
          />
        )}
      />
      <FormError message="Someone else saved this sender a minute ago. Your version is still here; look at theirs first." />
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Save sender
        </Button>
        <Button variant="ghost" onClick={() => form.reset()}>
          Reset
        </Button>
      </div>
    </Form>
  );
}
