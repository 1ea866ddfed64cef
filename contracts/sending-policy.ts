import { z } from "zod";
import { utmPolicySchema } from "./utm";

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time of day such as 21:00.");

/** At most `count` marketing e-mails to one person in any `days` days on end. */
export const frequencyCapSchema = z.object({
  count: z.number().int().min(1, "At least 1 e-mail.").max(100, "At most 100 e-mails."),
  days: z.number().int().min(1, "At least 1 day.").max(90, "At most 90 days."),
});
export type FrequencyCap = z.infer<typeof frequencyCapSchema>;

/** From the first minute to the last but one, on the clock of the person written to; may run over midnight. */
export const quietHoursSchema = z
  .object({ from: clockSchema, to: clockSchema })
  .refine((hours) => hours.from !== hours.to, {
    path: ["to"],
    message: "Quiet hours end at another time than they begin.",
  });
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** What a workspace asks of all its marketing e-mail; null: it asks nothing. Test and transactional mail are exempt. */
export const sendingPolicySchema = z.object({
  cap: frequencyCapSchema.nullable(),
  quietHours: quietHoursSchema.nullable(),
  /** Tags of links. Left out when saving: as they are. */
  utm: utmPolicySchema.nullish(),
});
export type SendingPolicy = z.infer<typeof sendingPolicySchema>;

/** A message that quiet hours have kept this long since the launch is no longer worth sending. */
export const QUIET_MAX_HOURS = 72;
