import { z } from "zod";

/** A zone of the tz database this runtime knows. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, "Choose a time zone such as Europe/Berlin.");

export const campaignScheduleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  /** `at` is an instant (ISO 8601 with offset); `timeZone` is how people typed it. */
  z.object({ kind: z.literal("at"), at: z.iso.datetime({ offset: true }), timeZone: z.string().max(64) }),
]);
export type CampaignSchedule = z.infer<typeof campaignScheduleSchema>;

/** “26 Nov 2026, 09:00”: one way to write an instant where the server makes the sentence. */
export const instantInWords = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(new Date(at));

/** A schedule as people read it, in the zone of the workspace. */
export function scheduleInWords(schedule: CampaignSchedule, timeZone: string): string {
  switch (schedule.kind) {
    case "now":
      return "As soon as it is sent";
    case "at":
      return instantInWords(schedule.at, timeZone);
  }
}
