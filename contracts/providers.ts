import { z } from "zod";
import { emailSchema } from "./addresses";
import { providerSettingsSchema } from "./channels";
import { idOf } from "./ids";
import { providerLimitsSchema } from "./throttles";

const secret = z.string().trim().min(1).max(500);
const senderName = z.string().trim().min(1, "Give the sender a name.").max(120);

/** A new road out. The Local Inbox is there already and cannot be added again. */
export const createProviderSchema = z.object({
  name: z.string().trim().min(1, "Give the provider a name.").max(80),
  settings: providerSettingsSchema.refine((settings) => settings.kind !== "local", {
    message: "Every workspace has its Local Inbox already.",
  }),
  /** SMTP password or API key; sealed at rest and never shown again. */
  secret: secret.optional(),
  webhookSecret: secret.optional(),
  fromEmail: emailSchema,
  fromName: senderName,
});

/** What is left out stays as it is, secrets too. The kind cannot change. */
export const updateProviderSchema = z.object({
  providerId: idOf("provider"),
  name: z.string().trim().min(1).max(80).optional(),
  settings: providerSettingsSchema.optional(),
  secret: secret.optional(),
  webhookSecret: secret.optional(),
  fromEmail: emailSchema.optional(),
  fromName: senderName.optional(),
  /** Taken as a whole: what it leaves out has no limit. */
  limits: providerLimitsSchema.optional(),
});
