import type { AttributeType, ContactAttributes } from "@/contracts/contacts";
import { PLACES, type Place } from "./places";
import { createRandom, type Random } from "./random";

/** The fields of the demo company, a subscription for bread. `lifetime_value` is in cents. */
export const DEMO_FIELDS: readonly { key: string; label: string; type: AttributeType }[] = [
  { key: "country", label: "Country", type: "text" },
  { key: "city", label: "City", type: "text" },
  { key: "plan", label: "Plan", type: "text" },
  { key: "favourite", label: "Favourite loaf", type: "text" },
  { key: "orders", label: "Orders", type: "number" },
  { key: "lifetime_value", label: "Lifetime value (cents)", type: "number" },
  { key: "last_order_at", label: "Last order", type: "date" },
  { key: "gluten_free", label: "Gluten free", type: "boolean" },
];

export type DemoConsent = "granted" | "denied" | "pending" | "none";
export type DemoPerson = {
  email: string;
  externalId: string;
  firstName: string | null;
  lastName: string;
  timeZone: string;
  locale: string;
  attributes: ContactAttributes;
  createdAt: Date;
  lastActiveAt: Date | null;
  consent: DemoConsent;
  /** A few addresses bounced or complained in an earlier campaign. */
  suppressed: "hard_bounce" | "complaint" | null;
};

/** Tags of the company, and who has them. */
export const DEMO_TAGS: readonly { name: string; of: (person: DemoPerson, index: number) => boolean }[] = [
  { name: "Regular", of: ({ attributes }) => Number(attributes.orders ?? 0) >= 12 },
  { name: "Market stall", of: (_, index) => index % 17 === 3 },
  { name: "Office order", of: ({ attributes }, index) => attributes.plan === "Family" && index % 5 === 0 },
  { name: "Tasting evening", of: (_, index) => index % 41 === 7 },
];

const DAY = 86_400_000;
const LOAVES = ["Sourdough", "Rye", "Spelt", "Brioche", "Seeded", "Baguette"] as const;
const TOTAL_WEIGHT = PLACES.reduce((sum, place) => sum + place.weight, 0);

function placeOf(random: Random): Place {
  let at = random.below(TOTAL_WEIGHT);
  for (const place of PLACES) {
    at -= place.weight;
    if (at < 0) return place;
  }
  return random.pick(PLACES);
}

const latin = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łŁ]/g, "l")
    .replace(/ø/gi, "o")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

/** Roughly 72 % agreed, 9 % left, 4 % have not confirmed, the rest never said. */
function consentOf(random: Random): DemoConsent {
  const roll = random.next();
  if (roll < 0.72) return "granted";
  if (roll < 0.81) return "denied";
  return roll < 0.85 ? "pending" : "none";
}

/** Person number `index` (from 0) of the company, always the same; dates are counted back from `now`. */
export function demoPerson(index: number, now: Date): DemoPerson {
  const random = createRandom(0xb4ead + index * 7919);
  const place = placeOf(random);
  const first = random.pick(place.first);
  const last = random.pick(place.last);
  const ageDays = Math.floor(random.next() ** 1.6 * 720) + 1;
  const orders = random.chance(0.22) ? 0 : 1 + Math.floor(random.next() ** 2 * Math.min(60, ageDays / 7 + 1));
  const plan = orders === 0 ? "Trial" : random.chance(0.3) ? "Family" : random.chance(0.7) ? "Weekly" : "Trial";
  const lastOrderDays = Math.min(ageDays, Math.floor(random.next() ** 2 * 120));
  const attributes: ContactAttributes = {
    country: place.country,
    city: random.pick(place.cities),
    plan,
    orders,
    lifetime_value: orders * (650 + random.below(900)),
  };
  if (orders > 0) attributes.last_order_at = new Date(now.getTime() - lastOrderDays * DAY).toISOString();
  if (random.chance(0.8)) attributes.favourite = random.pick(LOAVES);
  if (random.chance(0.11)) attributes.gluten_free = true;
  const consent = consentOf(random);
  return {
    email: `${latin(first)}.${latin(last)}${index}@${random.pick(["post", "mail", "home", "letters"])}.example`,
    externalId: `HC-${String(100_000 + index)}`,
    firstName: random.chance(0.94) ? first : null,
    lastName: last,
    timeZone: place.timeZone,
    locale: place.locale,
    attributes,
    createdAt: new Date(now.getTime() - ageDays * DAY - random.below(DAY)),
    lastActiveAt: orders > 0 ? new Date(now.getTime() - lastOrderDays * DAY) : null,
    consent,
    suppressed: random.chance(0.012) ? "hard_bounce" : random.chance(0.0008) ? "complaint" : null,
  };
}
