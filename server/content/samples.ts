import "server-only";
import type { EmailVariables, StarterTemplate } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";

/** Somebody to preview with when no contact is chosen. */
export function sampleVariables(workspace: { name: string; postalAddress: string | null }): EmailVariables {
  return {
    contact: {
      email: "robin.larsen@example.com",
      first_name: "Robin",
      last_name: "Larsen",
      locale: "en",
      time_zone: "Europe/Copenhagen",
    },
    campaign: { name: "Campaign name" },
    workspace: { name: workspace.name, postal_address: workspace.postalAddress ?? "" },
    unsubscribe_url: "https://example.com/unsubscribe",
    preferences_url: "https://example.com/preferences",
    view_url: "https://example.com/view",
  };
}

const envelope = { version: 1, text: "" } as const;

const letter: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "plain-letter",
  subject: "A quick word, {{ contact.first_name | default: 'friend' }}",
  preheader: "Two minutes, one question.",
  props: {
    greeting: "Hello {{ contact.first_name | default: 'there' }},",
    body: "Thank you for being with us this year. You were among the first to join, and what you told us changed what we made.\n\nWe are planning spring now and would like to hear one thing from you: what should we do more of?\n\nYou can simply reply to this e-mail. I read every answer myself.",
    link_label: "Or answer in one click",
    link_url: "https://example.com/question",
    signature: "Ada Holm",
    role: "Founder, {{ workspace.name }}",
    postscript: "Answers that come before Friday make it into the plan.",
  },
};

const newsletter: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "newsletter",
  subject: "What we learned in November",
  preheader: "One story, three short ones, five minutes.",
  props: {
    issue: "No. 12 · November",
    headline: "The slow loaf is back, and it brought friends",
    lead_image: "",
    lead_image_alt: "",
    lead: "Dear {{ contact.first_name | default: 'reader' }}, for a year we tried to make our bread faster. Then we stopped, let the dough rest for two nights, and sold out by nine every morning.\n\nHere is what changed in the kitchen, and what it means for Saturday.",
    lead_label: "Read the whole story",
    lead_url: "https://example.com/stories/slow-loaf",
    item1_title: "A second oven",
    item1_text: "It arrived on Tuesday and weighs as much as a small car. Rye comes out of it from next week.",
    item1_url: "https://example.com/stories/oven",
    item2_title: "Open on Mondays",
    item2_text: "You asked, we counted: from December the shop is open all week, seven to two.",
    item2_url: "https://example.com/stories/mondays",
    item3_title: "Learn to fold",
    item3_text: "Twelve places, one evening, all the butter you can handle.",
    item3_url: "https://example.com/stories/class",
    closing: "See you at the counter.\nAda and the night shift",
  },
};

const announcement: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "announcement",
  subject: "Order by Thursday, eat on Saturday",
  preheader: "Pre-orders open today for everyone on this list.",
  props: {
    eyebrow: "New this week",
    headline: "Order by Thursday. Eat on Saturday.",
    body: "{{ contact.first_name | default: 'Hello' }}, from today you can order the whole counter ahead and skip the queue. Choose a time, pay when you come, change your mind until midnight.",
    image: "",
    image_alt: "",
    cta_label: "Place an order",
    cta_url: "https://example.com/order",
    fact1_label: "Order until",
    fact1_value: "Thursday, 20:00",
    fact2_label: "Collect",
    fact2_value: "Saturday, 8 to 12",
    fact3_label: "Costs extra",
    fact3_value: "Nothing",
    closing: "",
  },
};

const blank: EmailDocument = {
  ...envelope,
  mode: "blocks",
  subject: "",
  preheader: "",
  blocks: [
    { kind: "heading", id: "b1", text: "Say the one thing first", level: 1, align: "left" },
    {
      kind: "text",
      id: "b2",
      html: "<p>Hello {{ contact.first_name | default: 'there' }},</p><p>write here as you would to one person.</p>",
      align: "left",
    },
    { kind: "button", id: "b3", label: "Where to go next", url: "https://", align: "left" },
  ],
};

/** What "New template" offers: an empty sheet of blocks and the React Email templates of emails/ with sample words. */
export const STARTER_TEMPLATES: readonly StarterTemplate[] = [
  {
    key: "blocks",
    name: "Blocks",
    description: "Headings, text, pictures and buttons, arranged by you.",
    document: blank,
  },
  { key: "plain-letter", name: "Letter", description: "From one person to another, signed.", document: letter },
  { key: "newsletter", name: "Newsletter", description: "A lead story and three short ones.", document: newsletter },
  { key: "announcement", name: "Announcement", description: "One thing to say, one button.", document: announcement },
];
