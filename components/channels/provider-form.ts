import type { ProviderKind, ProviderSettings } from "@/contracts/channels";
import type { ProviderItem } from "./provider-list";

export type ChosenKind = Exclude<ProviderKind, "local">;
export type Values = {
  kind: ChosenKind;
  name: string;
  fromEmail: string;
  fromName: string;
  secret: string;
  webhookSecret: string;
  host: string;
  port: string;
  security: "starttls" | "tls" | "none";
  user: string;
  returnPath: string;
  callsPerSecond: string;
  sendgridRegion: "global" | "eu";
  awsRegion: string;
  accessKeyId: string;
  configurationSet: string;
  topicArn: string;
  messageStream: string;
};

type KindTexts = {
  hint: string;
  secret: string;
  /** What stands under the secret: where a person finds it. */
  secretHint?: string;
  isSecretOptional?: boolean;
  rate?: { label: string; hint: string; preset: string };
  webhook?: { label: string; hint: string };
};

/** What the form says for each kind. */
export const KINDS: Record<ChosenKind, KindTexts> = {
  smtp: { hint: "Any mail server or relay", secret: "Password", isSecretOptional: true },
  resend: {
    hint: "By its HTTP API",
    secret: "API key",
    rate: {
      label: "Calls a second",
      hint: "What your account allows; one call carries up to 100 messages.",
      preset: "2",
    },
    webhook: { label: "Webhook secret", hint: "Starts with whsec_." },
  },
  sendgrid: {
    hint: "By its Mail Send API",
    secret: "API key",
    secretHint: "Starts with SG. and needs the Mail Send permission.",
    rate: { label: "Messages a second", hint: "What your account allows.", preset: "100" },
    webhook: { label: "Verification key", hint: "The public key SendGrid shows for Signed Event Webhook." },
  },
  ses: {
    hint: "By its API, version 2",
    secret: "Secret access key",
    secretHint: "Of a user who may call ses:SendEmail and ses:SendRawEmail.",
    rate: { label: "Messages a second", hint: "The maximum send rate of your account in this region.", preset: "14" },
  },
  postmark: {
    hint: "By its batch API",
    secret: "Server API token",
    secretHint: "On the API Tokens page of the server.",
    rate: { label: "Calls a second", hint: "One call carries up to 25 messages.", preset: "10" },
    webhook: {
      label: "Webhook password",
      hint: "Any long text; give Postmark the same one as Basic auth, with any user name.",
    },
  },
};

const EMPTY: Values = {
  kind: "smtp",
  name: "",
  fromEmail: "",
  fromName: "",
  secret: "",
  webhookSecret: "",
  host: "",
  port: "587",
  security: "starttls",
  user: "",
  returnPath: "",
  callsPerSecond: "",
  sendgridRegion: "global",
  awsRegion: "",
  accessKeyId: "",
  configurationSet: "",
  topicArn: "",
  messageStream: "broadcast",
};

export function valuesOf(provider: ProviderItem | null): Values {
  if (!provider || provider.settings.kind === "local") return EMPTY;
  const { name, fromEmail, fromName, settings } = provider;
  const common = { ...EMPTY, name, fromEmail, fromName };
  switch (settings.kind) {
    case "smtp": {
      const { kind, host, port, security, user = "", returnPath = "" } = settings;
      return { ...common, kind, host, port: String(port), security, user, returnPath };
    }
    case "resend":
      return { ...common, kind: "resend", callsPerSecond: String(settings.callsPerSecond) };
    case "sendgrid":
      return { ...common, kind: "sendgrid", ...rateOf(settings), sendgridRegion: settings.region };
    case "ses": {
      const { kind, region, accessKeyId, configurationSet = "", topicArn = "" } = settings;
      return { ...common, kind, ...rateOf(settings), awsRegion: region, accessKeyId, configurationSet, topicArn };
    }
    case "postmark":
      return { ...common, kind: "postmark", ...rateOf(settings), messageStream: settings.messageStream };
  }
}

const rateOf = ({ callsPerSecond }: { callsPerSecond: number }) => ({ callsPerSecond: String(callsPerSecond) });

/** The settings to store; what the form does not show (an API address, the number of connections) stays. */
export function settingsOf(values: Values, before: ProviderItem | null): ProviderSettings {
  const known = before?.settings;
  const maxConnections = known?.kind === "smtp" ? known.maxConnections : 5;
  const baseUrl = known && "baseUrl" in known && known.baseUrl ? { baseUrl: known.baseUrl } : {};
  const callsPerSecond = Number(values.callsPerSecond);
  const { host, security, user, returnPath, accessKeyId, configurationSet, messageStream } = values;
  switch (values.kind) {
    case "smtp":
      return {
        ...{ kind: "smtp", host, port: Number(values.port), security, maxConnections },
        ...(user ? { user } : {}),
        ...(returnPath ? { returnPath } : {}),
      };
    case "resend":
      return { kind: "resend", ...baseUrl, callsPerSecond };
    case "sendgrid":
      return { kind: "sendgrid", ...baseUrl, callsPerSecond, region: values.sendgridRegion };
    case "ses": {
      const set = {
        ...(configurationSet ? { configurationSet } : {}),
        ...(values.topicArn ? { topicArn: values.topicArn } : {}),
      };
      return { kind: "ses", ...baseUrl, callsPerSecond, region: values.awsRegion, accessKeyId, ...set };
    }
    case "postmark":
      return { kind: "postmark", ...baseUrl, callsPerSecond, messageStream };
  }
}
