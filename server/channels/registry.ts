import "server-only";
import type { ProviderSettings } from "@/contracts/channels";
import type { EmailProvider } from "./contract";
import { createLocal } from "./email/local";
import { createPostmark } from "./email/postmark";
import { createResend } from "./email/resend";
import { createSendgrid } from "./email/sendgrid";
import { createSes } from "./email/ses";
import type { SigningKey } from "./email/sign-dkim";
import { createSmtp } from "./email/smtp";

export type ProviderConfig = {
  settings: ProviderSettings;
  secret: string | null;
  webhookSecret: string | null;
  /** Keys to sign with, for roads on which nobody else signs. */
  keys: readonly SigningKey[];
};

/** The one list of roads out: adding a provider is a file beside the others and a line here. */
export function createProvider({ settings, secret, webhookSecret, keys }: ProviderConfig): EmailProvider {
  switch (settings.kind) {
    case "local":
      return createLocal();
    case "smtp":
      return createSmtp({ ...settings, password: secret ?? undefined, keys });
    case "resend":
      return createResend({ ...settings, apiKey: secret ?? "", webhookSecret });
    case "sendgrid":
      return createSendgrid({ ...settings, apiKey: secret ?? "", verificationKey: webhookSecret });
    case "ses":
      return createSes({ ...settings, secretAccessKey: secret ?? "" });
    case "postmark":
      return createPostmark({ ...settings, serverToken: secret ?? "", webhookPassword: webhookSecret });
  }
}
