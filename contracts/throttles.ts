import { z } from "zod";

/** Messages in any sixty seconds. */
export const perMinuteSchema = z
  .number("Give a whole number of messages a minute, without points.")
  .int("Give a whole number.")
  .min(1, "At least 1 a minute.")
  .max(1_000_000, "At most 1,000,000 a minute.");

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "Write the domain like gmail.com.");

/** A new sender is believed little by little: so many messages on the first day, more every day, until it is warm. */
export const warmUpSchema = z.object({
  /** First day, by the workspace's calendar. */
  startsOn: z.iso.date("Pick the first day."),
  firstDay: z
    .number("Give a whole number of messages, without points.")
    .int("Give a whole number.")
    .min(1, "At least 1 message on the first day.")
    .max(1_000_000, "At most 1,000,000 on the first day."),
  /** Each day allows this many times what the day before did. */
  growth: z.number("Pick how fast it grows.").min(1.05, "At least 1.05 times a day.").max(3, "At most 3 times a day."),
  /** The plan is over on the day that would allow this many. */
  target: z
    .number("Give a whole number of messages, without points.")
    .int("Give a whole number.")
    .min(1, "At least 1 message a day.")
    .max(10_000_000, "At most 10,000,000 a day."),
  /** What is left of a day goes on the next day at this hour, by the workspace's clock. */
  hour: z.number("Pick an hour.").int("Pick a full hour.").min(0).max(23).default(9),
});
export type WarmUp = z.infer<typeof warmUpSchema>;

/** How fast and how much may leave by one provider. Empty: as fast as it takes messages. */
export const providerLimitsSchema = z.object({
  perMinute: perMinuteSchema.nullish(),
  /** For one recipient domain each; the others go as they are. */
  domains: z
    .array(z.object({ domain, perMinute: perMinuteSchema }))
    .max(50, "At most 50 domains.")
    .refine((all) => new Set(all.map((one) => one.domain)).size === all.length, "Name each domain once.")
    .optional(),
  warmUp: warmUpSchema.nullish(),
});
export type ProviderLimits = z.infer<typeof providerLimitsSchema>;
