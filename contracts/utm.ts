import { z } from "zod";

export const UTM_KEYS = ["source", "medium", "campaign", "content", "term"] as const;
export type UtmKey = (typeof UTM_KEYS)[number];

/** What may stand in a tag; the rest of it is text. `{{link}}` is the place of the link in the e-mail. */
export const UTM_TOKENS = ["workspace", "campaign", "campaign_id", "date", "link"] as const;
export type UtmToken = (typeof UTM_TOKENS)[number];
const TOKEN = /\{\{\s*([^{}]*?)\s*\}\}/g;

const unknownToken = (text: string): string | undefined =>
  [...text.matchAll(TOKEN)].map((match) => match[1] ?? "").find((name) => !UTM_TOKENS.some((known) => known === name));

const tagSchema = z
  .string()
  .trim()
  .max(200, "At most 200 characters.")
  .refine((text) => unknownToken(text) === undefined, {
    message: `Tokens are ${UTM_TOKENS.map((name) => `{{${name}}}`).join(", ")}.`,
  });

/** The five tags of a link; an empty one is left out. */
export const utmTagsSchema = z.object({
  source: tagSchema.default(""),
  medium: tagSchema.default(""),
  campaign: tagSchema.default(""),
  content: tagSchema.default(""),
  term: tagSchema.default(""),
});
export type UtmTags = z.infer<typeof utmTagsSchema>;

const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/, "Write a domain such as shop.example.com.");

/** A workspace's default for links in marketing e-mail. Without domains every link is tagged. */
export const utmPolicySchema = z.object({ tags: utmTagsSchema, domains: z.array(domainSchema).max(50) });
export type UtmPolicy = z.infer<typeof utmPolicySchema>;

export const USUAL_TAGS: UtmTags = {
  source: "{{workspace}}",
  medium: "email",
  campaign: "{{campaign}}",
  content: "",
  term: "",
};

/** A campaign's own word: its tags on the workspace's domains, or none. Without it the workspace's default holds. */
export const campaignUtmSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("off") }),
  z.object({ kind: z.literal("own"), tags: utmTagsSchema }),
]);
export type CampaignUtm = z.infer<typeof campaignUtmSchema>;

/** As frozen at the launch: everything filled in but the place of the link. */
export const frozenUtmSchema = z.object({
  params: z.array(z.tuple([z.string(), z.string()])),
  domains: z.array(z.string()),
});
export type FrozenUtm = z.infer<typeof frozenUtmSchema>;

type Facts = Record<Exclude<UtmToken, "link">, string>;

/** "Spring drop, 2nd" -> "spring-drop-2nd": how names stand in addresses. */
export const slugOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);

/** What a campaign's links get, or null for nothing. */
export function resolveUtm(
  policy: UtmPolicy | null,
  own: CampaignUtm | null | undefined,
  facts: Facts,
): FrozenUtm | null {
  if (own?.kind === "off") return null;
  const tags = own?.kind === "own" ? own.tags : policy?.tags;
  if (!tags) return null;
  const fill = (text: string) =>
    text.replace(TOKEN, (whole, name: string) =>
      name === "link"
        ? whole
        : name === "date" || name === "campaign_id"
          ? facts[name]
          : slugOf(facts[name as "campaign"]),
    );
  const params = UTM_KEYS.flatMap((key): [string, string][] => (tags[key] ? [[`utm_${key}`, fill(tags[key])]] : []));
  return params.length > 0 ? { params, domains: policy?.domains ?? [] } : null;
}

const isOurs = (host: string, domains: readonly string[]): boolean =>
  domains.length === 0 || domains.some((domain) => host === domain || host.endsWith(`.${domain}`));

/**
 * One address with its tags. Only web addresses on the chosen domains; parameters the author wrote are kept and win, and
 * not a character of them changes.
 */
export function tagUrl(url: string, { params, domains }: FrozenUtm, linkNo: number): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (!isOurs(parsed.hostname.toLowerCase(), domains)) return url;
  const missing = params.filter(([name]) => !parsed.searchParams.has(name));
  if (missing.length === 0) return url;
  const [address = "", ...anchor] = url.split("#");
  const added = missing
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(TOKEN, String(linkNo)))}`)
    .join("&");
  const joint = !address.includes("?") ? "?" : address.endsWith("?") || address.endsWith("&") ? "" : "&";
  return [`${address}${joint}${added}`, ...anchor].join("#");
}
