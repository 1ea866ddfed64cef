import type { Condition } from "@/contracts/documents/condition";
import type { Block, EmailDocument, SnippetBody } from "@/contracts/documents/email";

const blocks = (subject: string, preheader: string, list: Block[]): EmailDocument => ({
  version: 1,
  mode: "blocks",
  subject,
  preheader,
  text: "",
  blocks: list,
});
const SHOP = "https://hearth-and-crumb.example";

export const DEMO_TEMPLATES: readonly { name: string; document: EmailDocument }[] = [
  {
    name: "Friday bake",
    document: blocks(
      "{{ contact.first_name | default: 'Hello' }}, the ovens are on",
      "Rye with caraway, and the first stollen",
      [
        { kind: "heading", id: "h1", level: 1, align: "left", text: "This Friday’s bake" },
        {
          kind: "text",
          id: "t1",
          align: "left",
          html: "<p>Dear {{ contact.first_name | default: 'friend' }},</p><p>the mill in Havelland sent new rye, so this week’s loaf is dark, with caraway and a crust you can hear. Your favourite, {{ contact.favourite | default: 'sourdough' }}, is in the oven as always.</p>",
        },
        {
          kind: "button",
          id: "b1",
          label: "Choose your loaf",
          url: `${SHOP}/friday?plan={{ contact.plan | url_encode }}`,
          align: "left",
        },
        { kind: "divider", id: "d1" },
        { kind: "heading", id: "h2", level: 2, align: "left", text: "Also on the shelf" },
        {
          kind: "text",
          id: "t2",
          align: "left",
          html: `<p><a href="${SHOP}/stollen">The first stollen of the year</a>, six weeks old and worth the wait.</p><p><a href="${SHOP}/starter">A jar of our starter</a>, for those who would rather do it themselves.</p>`,
        },
      ],
    ),
  },
  {
    name: "We miss your table",
    document: blocks("It has been a while, {{ contact.first_name | default: 'friend' }}", "A loaf is waiting, on us", [
      { kind: "heading", id: "h1", level: 1, align: "left", text: "Your next loaf is on us" },
      {
        kind: "text",
        id: "t1",
        align: "left",
        html: "<p>{{ contact.first_name | default: 'Hello' }}, we have not baked for you lately. If you would like to come back, the first delivery costs nothing.</p>",
      },
      { kind: "button", id: "b1", label: "Bake for me again", url: `${SHOP}/back`, align: "left" },
    ]),
  },
  {
    name: "Family plan",
    document: blocks("Two loaves, one box, less packaging", "The family plan, from next month", [
      { kind: "heading", id: "h1", level: 1, align: "left", text: "For tables of three and more" },
      {
        kind: "text",
        id: "t1",
        align: "left",
        html: "<p>The family plan brings two loaves a week in one returnable box. You can switch, pause or stop it on any day.</p>",
      },
      { kind: "button", id: "b1", label: "See the family plan", url: `${SHOP}/family`, align: "left" },
      { kind: "text", id: "t2", align: "left", html: `<p>Questions? <a href="${SHOP}/help">Ask the bakery</a>.</p>` },
    ]),
  },
  {
    name: "Saturday counter",
    document: {
      ...blocks("What waits for you on Saturday", "Your loaf, and what else is on the shelf", [
        { kind: "heading", id: "h1", level: 1, align: "left", text: "See you on Saturday" },
        {
          kind: "when",
          id: "w1",
          rule: {
            op: "any",
            rows: [
              { field: "contact.plan", type: "text", operator: "in", value: ["Weekly", "Family"] },
              { field: "contact.orders", type: "number", operator: "greater_or_equal", value: 5 },
            ],
          },
          blocks: [
            {
              kind: "text",
              id: "t1",
              align: "left",
              html: "<p>{{ contact.first_name | default: 'Hello' }}, your {{ contact.favourite | default: 'sourdough' }} is set aside. Just say your name at the counter.</p>",
            },
          ],
          otherwise: [
            {
              kind: "text",
              id: "t2",
              align: "left",
              html: "<p>{{ contact.first_name | default: 'Hello' }}, we keep one loaf of everything back until ten. Order ahead and it is yours.</p>",
            },
            { kind: "button", id: "b1", label: "Order ahead", url: `${SHOP}/order`, align: "left" },
          ],
        },
        { kind: "divider", id: "d1" },
        { kind: "snippet", id: "s1", snippet: "opening_hours" },
      ]),
      locale: "en",
      variants: [
        {
          locale: "de",
          content: {
            mode: "blocks",
            subject: "Was am Samstag auf Sie wartet",
            preheader: "Ihr Brot, und was noch im Regal steht",
            text: "",
            blocks: [
              { kind: "heading", id: "h1", level: 1, align: "left", text: "Bis Samstag" },
              {
                kind: "text",
                id: "t1",
                align: "left",
                html: "<p>{{ contact.first_name | default: 'Guten Tag' }}, Ihr Brot liegt bereit. Sagen Sie an der Theke einfach Ihren Namen.</p>",
              },
              { kind: "button", id: "b1", label: "Vorbestellen", url: `${SHOP}/de/order`, align: "left" },
            ],
          },
        },
      ],
    },
  },
];

/** Pieces the templates share. */
export const DEMO_SNIPPETS: readonly { key: string; name: string; body: SnippetBody }[] = [
  {
    key: "opening_hours",
    name: "Opening hours",
    body: {
      mode: "blocks",
      blocks: [
        { kind: "heading", id: "h1", level: 3, align: "left", text: "When we are there" },
        {
          kind: "text",
          id: "t1",
          align: "left",
          html: `<p>Tuesday to Friday seven to six, Saturday eight to two. <a href="${SHOP}/map">How to find us</a></p>`,
        },
      ],
    },
  },
];

const attribute = (
  field: string,
  operator: "equals" | "in" | "greater_or_equal" | "within_last_days" | "not_within_last_days" | "is_true",
  value?: string | number | string[],
): Condition => ({ kind: "attribute", field, operator, ...(value === undefined ? {} : { value }) });
const all = (...children: Condition[]): Condition => ({ kind: "group", op: "all", children });
const agreed: Condition = { kind: "consent", channel: "email", state: "granted" };

export const DEMO_SEGMENTS: readonly { name: string; description: string; condition: Condition }[] = [
  { name: "Newsletter readers", description: "Everybody who agreed to hear from us.", condition: all(agreed) },
  {
    name: "Regulars",
    description: "Ordered within the last month.",
    condition: all(attribute("last_order_at", "within_last_days", 30), agreed),
  },
  {
    name: "German-speaking",
    description: "Germany, Austria and Switzerland.",
    condition: all(attribute("country", "in", ["Germany", "Austria", "Switzerland"])),
  },
  {
    name: "Family table",
    description: "On the family plan or worth more than 200 euros.",
    condition: {
      kind: "group",
      op: "any",
      children: [attribute("plan", "equals", "Family"), attribute("lifetime_value", "greater_or_equal", 20_000)],
    },
  },
  {
    name: "Gone quiet",
    description: "Ordered before, but not for two months.",
    condition: all(attribute("orders", "greater_or_equal", 1), {
      kind: "group",
      op: "none",
      children: [attribute("last_order_at", "within_last_days", 60)],
    }),
  },
  {
    name: "Gluten free",
    description: "Asked for bread without gluten.",
    condition: all(attribute("gluten_free", "is_true")),
  },
];

/** What was sent before today: days ago, which template, share of people in per mille for each kind of answer. */
export const DEMO_CAMPAIGNS: readonly {
  name: string;
  template: number;
  daysAgo: number;
  segment: number;
  open: number;
  machine: number;
  click: number;
}[] = [
  {
    name: "Summer opening hours",
    template: 0,
    daysAgo: 63,
    segment: 0,
    open: 312,
    machine: 281,
    click: 41,
  },
  {
    name: "Family plan launch",
    template: 2,
    daysAgo: 42,
    segment: 0,
    open: 287,
    machine: 280,
    click: 68,
  },
  {
    name: "We miss your table",
    template: 1,
    daysAgo: 21,
    segment: 4,
    open: 224,
    machine: 284,
    click: 53,
  },
  {
    name: "Friday bake, week 46",
    template: 0,
    daysAgo: 7,
    segment: 0,
    open: 338,
    machine: 279,
    click: 74,
  },
];
