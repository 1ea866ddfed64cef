"use client";

import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { KINDS, type Values } from "./provider-form";

type Props = {
  values: Values;
  set: (change: Partial<Values>) => void;
  faults: Record<string, string>;
  webhookPath: string | undefined;
};
type TextProps = {
  name: keyof Values;
  label: string;
  /** The setting it is stored as, for the server's faults. */
  setting: string;
  hint?: string;
  optional?: boolean;
  inputMode?: "numeric" | "decimal";
  placeholder?: string;
};

/** The fields only one kind of provider has. */
export function ProviderFields({ values, set, faults, webhookPath }: Props) {
  const { rate } = KINDS[values.kind];
  const text = ({ name, label, setting, optional, hint, ...input }: TextProps) => (
    <Field key={name} label={label} hint={hint} optional={optional} error={faults[`settings.${setting}`]}>
      <Input
        {...input}
        autoComplete="off"
        value={values[name]}
        onChange={(event) => set({ [name]: event.target.value })}
        required={!optional}
      />
    </Field>
  );
  return (
    <>
      {values.kind === "smtp" ? (
        <>
          {text({ name: "host", label: "Host", setting: "host" })}
          {text({ name: "port", label: "Port", setting: "port", inputMode: "numeric" })}
          <Field label="Encryption">
            <Select
              value={values.security}
              onValueChange={(security) => set({ security })}
              options={[
                { value: "starttls", label: "STARTTLS (usually port 587)" },
                { value: "tls", label: "TLS (usually port 465)" },
                { value: "none", label: "None (only on your own network)" },
              ]}
            />
          </Field>
          {text({ name: "user", label: "User name", setting: "user", optional: true })}
          {text({
            name: "returnPath",
            label: "Return path",
            setting: "returnPath",
            optional: true,
            hint: "The address bounces go to. Without it they go to the sender.",
          })}
        </>
      ) : null}
      {values.kind === "sendgrid" ? (
        <Field label="Region" hint="Where your SendGrid account or subuser lives.">
          <Select
            value={values.sendgridRegion}
            onValueChange={(sendgridRegion) => set({ sendgridRegion })}
            options={[
              { value: "global", label: "Global" },
              { value: "eu", label: "European Union" },
            ]}
          />
        </Field>
      ) : null}
      {values.kind === "ses" ? (
        <>
          {text({ name: "awsRegion", label: "Region", setting: "region", placeholder: "eu-central-1" })}
          {text({ name: "accessKeyId", label: "Access key id", setting: "accessKeyId" })}
          {text({
            name: "configurationSet",
            label: "Configuration set",
            setting: "configurationSet",
            hint: "Needed for news about delivery, bounces and complaints.",
            optional: true,
          })}
          {text({
            name: "topicArn",
            label: "SNS topic ARN",
            setting: "topicArn",
            hint: webhookPath
              ? `Subscribe this webhook address to the topic: ${webhookPath}.`
              : "Where the configuration set publishes. You can add it later.",
            optional: true,
          })}
        </>
      ) : null}
      {values.kind === "postmark"
        ? text({
            name: "messageStream",
            label: "Message stream",
            setting: "messageStream",
            hint: "Postmark takes campaigns on a broadcast stream only.",
          })
        : null}
      {rate
        ? text({
            name: "callsPerSecond",
            label: rate.label,
            setting: "callsPerSecond",
            hint: rate.hint,
            inputMode: "decimal",
          })
        : null}
    </>
  );
}
