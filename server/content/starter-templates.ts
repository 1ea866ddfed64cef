import "server-only";
import type { StarterTemplate } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";

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

const welcome: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "welcome",
  subject: "Welcome, {{ contact.first_name | default: 'and good morning' }}",
  preheader: "Your first loaf, and three things worth knowing.",
  props: {
    headline: "Good to have you, {{ contact.first_name | default: 'friend' }}.",
    image: "",
    image_alt: "",
    body: "From now on you are one of the people we bake for. On Fridays we write what is in the oven, once a month what is new, and nothing in between.\n\nYour first loaf is on us. Choose one, tell us the day, and it waits at the counter with your name on it.",
    cta_label: "Choose my first loaf",
    cta_url: "https://example.com/first-loaf",
    step1_title: "Order until Thursday evening",
    step1_text: "Then we know how much dough to set, and you can change your mind until midnight.",
    step2_title: "Bring the bag back",
    step2_text: "Ten returned bags make a loaf. The counter keeps count.",
    step3_title: "Ask us anything",
    step3_text: "Reply to this e-mail. A baker reads it, usually before six in the morning.",
    closing: "See you soon,\nAda Holm and the night shift",
  },
};

const promotion: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "promotion",
  subject: "A fifth off the whole counter, until Sunday",
  preheader: "For everyone on this list. The code is inside.",
  props: {
    offer: "−20 %",
    headline: "on everything, until Sunday evening",
    cta_label: "Start an order",
    cta_url: "https://example.com/order",
    code_label: "At the counter or online, say",
    code: "LONGNIGHT",
    deadline: "Sunday, 30 November, 18:00",
    body: "{{ contact.first_name | default: 'Hello' }}, the nights are long and the ovens are warm. Until Sunday everything costs a fifth less, the stollen too.",
    product1_name: "Butter stollen, 1 kg",
    product1_price: "€17.60 instead of €22",
    product1_image: "",
    product1_url: "https://example.com/stollen",
    product2_name: "Rye with caraway",
    product2_price: "€4.96 instead of €6.20",
    product2_image: "",
    product2_url: "https://example.com/rye",
    terms: "One order per person. Cannot be added to other offers or paid out.",
  },
};

const receipt: EmailDocument = {
  ...envelope,
  mode: "react",
  template: "receipt",
  subject: "Your receipt from {{ workspace.name }}",
  preheader: "€34.40, paid by card.",
  props: {
    number: "Receipt 1042 · 12 November 2026",
    total_label: "You paid",
    total: "€34.40",
    paid: "Visa ending in 4242",
    items: "Butter stollen, 1 kg | €22.00\nRye with caraway, 2 loaves | €12.40",
    sums: "Net | €32.15\nVAT 7 % | €2.25",
    body: "Thank you, {{ contact.first_name | default: 'and see you soon' }}. Your order waits at the counter on Saturday from eight.",
    cta_label: "See the order",
    cta_url: "https://example.com/orders/1042",
    reason: "You get this e-mail because you bought something.",
  },
};

/** What "New template" offers: an empty sheet of blocks and the React Email templates of emails/ with sample words. */
export const STARTER_TEMPLATES: readonly StarterTemplate[] = [
  {
    key: "blocks",
    name: "Blocks",
    description: "Headings, text, pictures and buttons, arranged by you.",
    document: blank,
  },
  { key: "newsletter", name: "Newsletter", description: "A lead story and three short ones.", document: newsletter },
  { key: "welcome", name: "Welcome", description: "The first mail after a sign-up.", document: welcome },
  { key: "announcement", name: "Announcement", description: "One thing to say, one button.", document: announcement },
  { key: "promotion", name: "Promotion", description: "An offer with a code and an end.", document: promotion },
  { key: "receipt", name: "Receipt", description: "What was bought and paid. No advertising.", document: receipt },
  { key: "plain-letter", name: "Letter", description: "From one person to another, signed.", document: letter },
];
