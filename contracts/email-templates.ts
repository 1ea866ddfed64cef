import type { ReactTemplateKey } from "./documents/email";

export const TEMPLATE_LABELS: Record<ReactTemplateKey, string> = {
  newsletter: "Newsletter",
  welcome: "Welcome",
  announcement: "Announcement",
  promotion: "Promotion",
  receipt: "Receipt",
  "plain-letter": "Letter",
};

/** One prop of a React Email template, as a field of its form. Values are plain text with Liquid. */
export type TemplateProp = {
  key: string;
  label: string;
  kind: "line" | "paragraphs" | "rows" | "url" | "image";
  help?: string;
};

const line = (key: string, label: string, help?: string): TemplateProp => ({ key, label, kind: "line", help });
const url = (key: string, label: string, help?: string): TemplateProp => ({ key, label, kind: "url", help });
const image = (key: string, label: string): TemplateProp => ({ key, label, kind: "image" });
const paragraphs = (key: string, label: string): TemplateProp => ({
  key,
  label,
  kind: "paragraphs",
  help: "An empty line starts a new paragraph.",
});

const rows = (key: string, label: string, help: string): TemplateProp => ({ key, label, kind: "rows", help });

/** The props of the React Email templates in emails/: one entry per template, the form and the renderer read it. */
export const TEMPLATE_PROPS: Record<ReactTemplateKey, readonly TemplateProp[]> = {
  "plain-letter": [
    line("greeting", "Greeting"),
    paragraphs("body", "Letter"),
    line("link_label", "Link text"),
    url("link_url", "Link"),
    line("signature", "Signed by"),
    line("role", "Role or team"),
    paragraphs("postscript", "P.S."),
  ],
  newsletter: [
    line("issue", "Issue line", "For example “No. 12 · November”."),
    line("headline", "Headline"),
    image("lead_image", "Lead image"),
    line("lead_image_alt", "Lead image description"),
    paragraphs("lead", "Lead story"),
    line("lead_label", "Lead link text"),
    url("lead_url", "Lead link"),
    line("item1_title", "First story"),
    paragraphs("item1_text", "First story text"),
    url("item1_url", "First story link"),
    line("item2_title", "Second story"),
    paragraphs("item2_text", "Second story text"),
    url("item2_url", "Second story link"),
    line("item3_title", "Third story"),
    paragraphs("item3_text", "Third story text"),
    url("item3_url", "Third story link"),
    paragraphs("closing", "Closing words"),
  ],
  announcement: [
    line("eyebrow", "Small line above"),
    line("headline", "Headline"),
    paragraphs("body", "What is new"),
    image("image", "Image"),
    line("image_alt", "Image description"),
    line("cta_label", "Button text"),
    url("cta_url", "Button link"),
    line("fact1_label", "First fact"),
    line("fact1_value", "First fact value"),
    line("fact2_label", "Second fact"),
    line("fact2_value", "Second fact value"),
    line("fact3_label", "Third fact"),
    line("fact3_value", "Third fact value"),
    paragraphs("closing", "Closing words"),
  ],
  welcome: [
    line("headline", "Greeting"),
    image("image", "Image"),
    line("image_alt", "Image description"),
    paragraphs("body", "First words"),
    line("cta_label", "Button text"),
    url("cta_url", "Button link"),
    line("step1_title", "First thing to know"),
    paragraphs("step1_text", "First thing, told"),
    line("step2_title", "Second thing to know"),
    paragraphs("step2_text", "Second thing, told"),
    line("step3_title", "Third thing to know"),
    paragraphs("step3_text", "Third thing, told"),
    paragraphs("closing", "Closing words"),
  ],
  promotion: [
    line("offer", "Offer", "Short and large: “−20 %”, “2 for 1”."),
    line("headline", "What it is on"),
    line("cta_label", "Button text"),
    url("cta_url", "Button link"),
    line("code_label", "Words before the code"),
    line("code", "Code"),
    line("deadline", "Until when"),
    paragraphs("body", "Why and how"),
    line("product1_name", "First product"),
    line("product1_price", "First product price"),
    image("product1_image", "First product image"),
    url("product1_url", "First product link"),
    line("product2_name", "Second product"),
    line("product2_price", "Second product price"),
    image("product2_image", "Second product image"),
    url("product2_url", "Second product link"),
    paragraphs("terms", "Small print"),
  ],
  receipt: [
    line("number", "Receipt line", "For example “Receipt 1042 · 12 November”."),
    line("total_label", "Words above the amount"),
    line("total", "Amount"),
    line("paid", "How it was paid"),
    rows("items", "Items", "One per line, the price after “|”: Rye loaf, 1 kg | €6.20"),
    rows("sums", "Sums", "One per line, the amount after “|”: VAT 7 % | €1.06"),
    paragraphs("body", "Good to know"),
    line("cta_label", "Button text"),
    url("cta_url", "Button link"),
    line("reason", "Why this came", "The first line of the footer."),
  ],
};
