import {
  type ClientSupport,
  type ContentFinding,
  MAIL_CLIENT_LABELS,
  MAIL_CLIENTS,
  type RenderedEmail,
} from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";

/** Gmail cuts a message behind 102 KB of HTML; tracking adds to every link, so the warning starts earlier. */
export const GMAIL_CLIP_BYTES = 102_000;
const CLIP_WARNING_BYTES = 80_000;
const MAX_SUBJECT = 70;

export type ContentFacts = {
  document: EmailDocument;
  postalAddress: string | null;
  /** The part that does not compile and why, or null. */
  problem: { where: ContentFinding["where"]; message: string } | null;
  /** The message for one person; null when nobody could be rendered. */
  email: RenderedEmail | null;
  /** Why `email` is null although it compiled. */
  failure: string | null;
  htmlBytes: number;
  /** Merge tags the template prints, and those that exist here. */
  tags: string[];
  knownTags: ReadonlySet<string>;
  removed: string[];
  /** How many of the looked-at people lack a value that has no default. */
  lacking: { tag: string; people: number; of: number }[];
  /** What of the HTML some mail programs do not show as written. */
  support: ClientSupport[];
};

/** Everything to say about a message before it goes out, worst first. `must` findings block a launch. */
export function contentFindings(facts: ContentFacts): ContentFinding[] {
  const found = facts.problem
    ? [must("liquid_error", facts.problem.message, facts.problem.where)]
    : [
        ...bodyFindings(facts),
        ...footerFindings(facts),
        ...linkFindings(facts),
        ...tagFindings(facts),
        ...clientFindings(facts),
      ];
  return worstFirst([...subjectFindings(facts), ...found]);
}

const LEVELS = ["must", "should", "good"] as const;

export const worstFirst = (findings: readonly ContentFinding[]): ContentFinding[] =>
  LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));

type Where = ContentFinding["where"];
const must = (code: string, message: string, where: Where): ContentFinding => ({ level: "must", code, message, where });
const should = (code: string, message: string, where: Where): ContentFinding => ({
  level: "should",
  code,
  message,
  where,
});
const good = (code: string, message: string, where: Where): ContentFinding => ({ level: "good", code, message, where });

function subjectFindings({ document, email }: ContentFacts): ContentFinding[] {
  const found: ContentFinding[] = [];
  const subject = email?.subject ?? document.subject.trim();
  if (subject === "") found.push(must("subject_empty", "Write a subject.", "subject"));
  else if (/\b(?:lorem|ipsum|test|asdf|todo|untitled)\b/i.test(subject))
    found.push(should("subject_placeholder", `The subject reads like a draft: “${subject}”.`, "subject"));
  else if (subject.length > MAX_SUBJECT)
    found.push(
      should("subject_long", `The subject has ${subject.length} characters; phones show about 40.`, "subject"),
    );
  else found.push(good("subject", "The subject is there and short enough.", "subject"));
  if (document.preheader.trim() === "")
    found.push(
      should("preheader_empty", "Write a preheader, or inboxes show the first words of the body.", "preheader"),
    );
  return found;
}

function bodyFindings({ email, failure, htmlBytes, document, removed }: ContentFacts): ContentFinding[] {
  if (!email) return [must("render_failed", failure ?? "The message could not be rendered.", "html")];
  const found: ContentFinding[] = [];
  if (isBodyEmpty(document)) found.push(must("body_empty", "The message has no content yet.", "html"));
  if (/\blorem ipsum\b/i.test(email.text))
    found.push(should("lorem", "There is still lorem ipsum in the text.", "html"));
  const kilobytes = Math.ceil(htmlBytes / 1000);
  if (htmlBytes > GMAIL_CLIP_BYTES)
    found.push(
      should("size_clipped", `The HTML has ${kilobytes} KB; Gmail cuts it at 102 KB and hides the rest.`, "html"),
    );
  else if (htmlBytes > CLIP_WARNING_BYTES)
    found.push(
      should("size_large", `The HTML has ${kilobytes} KB; with tracked links Gmail may cut it at 102 KB.`, "html"),
    );
  else found.push(good("size", `The HTML has ${kilobytes} KB, far from Gmail's limit.`, "html"));
  const withoutAlt = (email.html.match(/<img\b(?![^>]*\salt="[^"]+")[^>]*>/g) ?? []).length;
  if (withoutAlt > 0)
    found.push(
      should(
        "alt_missing",
        `${withoutAlt === 1 ? "An image has" : `${withoutAlt} images have`} no description for people who do not see it.`,
        "html",
      ),
    );
  if (removed.length > 0)
    found.push(
      should("removed", `Taken out because mail must not contain it: ${removed.slice(0, 5).join(", ")}.`, "html"),
    );
  return found;
}

function isBodyEmpty(document: EmailDocument): boolean {
  switch (document.mode) {
    case "blocks":
      return document.blocks.every((block) => block.kind === "divider" || block.kind === "spacer");
    case "code":
      return document.html.trim() === "";
    case "react":
      return Object.values(document.props).every((value) => value.trim() === "");
  }
}

function footerFindings({ email, postalAddress, tags }: ContentFacts): ContentFinding[] {
  if (!email) return [];
  const found: ContentFinding[] = [];
  if (!tags.includes("unsubscribe_url"))
    found.push(
      must("unsubscribe_missing", "Add a way out: {% unsubscribe_link %} or a link to {{ unsubscribe_url }}.", "links"),
    );
  else found.push(good("unsubscribe", "There is an unsubscribe link.", "links"));
  if (!postalAddress?.trim())
    found.push(
      must(
        "address_unset",
        "Set the postal address of this workspace in Settings; the law asks for it in every message.",
        "html",
      ),
    );
  else if (!tags.includes("workspace.postal_address") && !email.text.includes(postalAddress.trim()))
    found.push(must("address_missing", "Add your postal address: {{ workspace.postal_address }}.", "html"));
  else found.push(good("address", "The postal address is in the message.", "html"));
  return found;
}

function linkFindings({ email }: ContentFacts): ContentFinding[] {
  if (!email) return [];
  const found: ContentFinding[] = [];
  const empty = (email.html.match(/<a\b[^>]*\shref="(?:#?|https?:\/\/)"/g) ?? []).length;
  if (empty > 0)
    found.push(must("link_empty", `${empty === 1 ? "A link leads" : `${empty} links lead`} nowhere.`, "links"));
  for (const link of email.links) {
    const host = hostOf(link);
    if (host === null) {
      if (!/^https?:\/\/$/.test(link)) found.push(must("link_broken", `This link is not an address: ${link}`, "links"));
    } else if (/^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|192\.168\.|10\.)/.test(host))
      found.push(should("link_local", `Only your own network can open this link: ${link}`, "links"));
    else if (link.startsWith("http://"))
      found.push(should("link_insecure", `This link is not encrypted (http): ${link}`, "links"));
  }
  if (found.length === 0 && email.links.length > 0)
    found.push(
      good(
        "links",
        email.links.length === 1 ? "The link is well formed." : `All ${email.links.length} links are well formed.`,
        "links",
      ),
    );
  return found;
}

function hostOf(link: string): string | null {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#\s]+)/i.exec(link)?.[1] ?? null;
}

function tagFindings({ tags, knownTags, lacking }: ContentFacts): ContentFinding[] {
  const unknown = tags.filter((tag) => !knownTags.has(tag));
  const found = unknown.map((tag) =>
    must("tag_unknown", `There is no {{ ${tag} }} here. Check the spelling or add the field.`, "html"),
  );
  for (const { tag, people, of } of lacking)
    if (!unknown.includes(tag))
      found.push(
        should(
          "value_missing",
          `${people} of ${of} people looked at have no ${tag}; they get a blank. Add a default.`,
          "html",
        ),
      );
  if (unknown.length === 0 && tags.some((tag) => tag.startsWith("contact.")))
    found.push(good("tags", "All merge tags exist.", "html"));
  return found;
}

/** What is only plainer somewhere is no finding; the table of mail programs shows it. */
function clientFindings({ email, support }: ContentFacts): ContentFinding[] {
  const broken = support.filter(({ severity }) => severity === "breaks");
  if (email && broken.length === 0)
    return [good("clients", "Nothing in it is lost in Gmail, Outlook, Apple Mail or Yahoo.", "html")];
  return broken.map(({ feature, effect, support: by }) => {
    const where = MAIL_CLIENTS.filter((client) => by[client] !== "yes").map((client) => MAIL_CLIENT_LABELS[client]);
    return should("client_support", `${feature} does not work in ${where.join(", ")}: ${effect}`, "html");
  });
}
