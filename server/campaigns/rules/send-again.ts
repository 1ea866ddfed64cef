import { localToInstant, toLocal } from "@/contracts/zoned-time";

const WEEK_DAYS = 7;

/** A week later at the same time of day, again and again until it lies ahead. Pure. */
export function slotAfter(sentAt: Date, now: Date, timeZone: string): string {
  const [day = "", clock = ""] = toLocal(sentAt.toISOString(), timeZone).split("T");
  const first = Date.parse(`${day}T00:00:00Z`);
  for (let weeks = 1; ; weeks += 1) {
    const next = new Date(first + weeks * WEEK_DAYS * 86_400_000).toISOString().slice(0, 10);
    const at = localToInstant(`${next}T${clock}`, timeZone);
    if (at && Date.parse(at) > now.getTime()) return at;
  }
}

const DATED = /\s+·\s+\d{1,2} \p{L}{3,9}( \d{4})?$/u;

/** “Newsletter · 14 May” becomes “Newsletter · 21 May”; a name without a date gets one. Pure. */
export const nameForSlot = (name: string, at: string, timeZone: string): string => {
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(new Date(at));
  return `${name.replace(DATED, "").slice(0, 100)} · ${date}`;
};
