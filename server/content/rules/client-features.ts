import type { ClientSupport, Support } from "@/contracts/content";

/**
 * Facts as tested and published by Can I email (https://www.caniemail.com, state of 2025), told in our own words for four
 * families of mail programs: the worst of Gmail's web and phone apps with a Gmail account, Outlook 2007 to 2019 on Windows,
 * Apple Mail on macOS and iOS, Yahoo's web and phone apps. Only what differs between them is listed.
 */
type Feature = Omit<ClientSupport, "support"> & {
  /** Found in a declaration of CSS ("property: value"), as `tag` in HTML, or in a rule's head ("@media …"). */
  in: "css" | "html" | "rule";
  pattern: RegExp;
  support: ClientSupport["support"];
};

const by = (gmail: Support, outlook_windows: Support, apple_mail: Support, yahoo: Support) => ({
  gmail,
  outlook_windows,
  apple_mail,
  yahoo,
});

export const CLIENT_FEATURES: readonly Feature[] = [
  {
    feature: "display: flex",
    in: "css",
    pattern: /^display:\s*(?:inline-)?flex/i,
    support: by("yes", "no", "yes", "yes"),
    severity: "breaks",
    effect: "columns fall under one another. Use a table for columns.",
  },
  {
    feature: "display: grid",
    in: "css",
    pattern: /^display:\s*(?:inline-)?grid/i,
    support: by("no", "no", "yes", "no"),
    severity: "breaks",
    effect: "columns fall under one another. Use a table for columns.",
  },
  {
    feature: "position: absolute",
    in: "css",
    pattern: /^position:\s*(?:absolute|fixed|sticky)/i,
    support: by("no", "no", "partly", "no"),
    severity: "breaks",
    effect: "what lay on top of something stands below it.",
  },
  {
    feature: "CSS variables",
    in: "css",
    pattern: /var\(\s*--/i,
    support: by("no", "no", "yes", "no"),
    severity: "breaks",
    effect: "the value is missing altogether. Write it out.",
  },
  {
    feature: "background images",
    in: "css",
    pattern: /^background(?:-image)?:[^;]*url\(/i,
    support: by("yes", "no", "yes", "partly"),
    severity: "breaks",
    effect: "text on the picture stands on nothing. Give the place a background colour as well.",
  },
  {
    feature: "video",
    in: "html",
    pattern: /<(?:video|audio)\b/i,
    support: by("no", "no", "yes", "no"),
    severity: "breaks",
    effect: "nothing plays. Show a picture that leads to the film.",
  },
  {
    feature: "WebP and AVIF pictures",
    in: "html",
    pattern: /<img\b[^>]*\ssrc="[^"]*\.(?:webp|avif)(?:[?#][^"]*)?"/i,
    support: by("partly", "no", "yes", "yes"),
    severity: "breaks",
    effect: "the picture is missing. Use JPEG or PNG.",
  },
  {
    feature: "SVG pictures",
    in: "html",
    pattern: /<img\b[^>]*\ssrc="[^"]*\.svg(?:[?#][^"]*)?"/i,
    support: by("no", "no", "yes", "no"),
    severity: "breaks",
    effect: "the picture is missing. Use PNG.",
  },
  {
    feature: "rounded corners",
    in: "css",
    pattern: /^border-radius:\s*[1-9]/i,
    support: by("yes", "no", "yes", "yes"),
    severity: "degrades",
    effect: "corners are square.",
  },
  {
    feature: "max-width",
    in: "css",
    pattern: /^max-width:\s*[1-9]/i,
    support: by("yes", "partly", "yes", "yes"),
    severity: "degrades",
    effect: "older versions show the message as wide as the window.",
  },
  {
    feature: "media queries",
    in: "rule",
    pattern: /^@media\b(?![^{]*prefers-color-scheme)/i,
    support: by("partly", "no", "yes", "partly"),
    severity: "degrades",
    effect: "phones may get the layout of the desktop.",
  },
  {
    feature: "own dark colours",
    in: "rule",
    pattern: /^@media\b[^{]*prefers-color-scheme/i,
    support: by("no", "no", "yes", "no"),
    severity: "degrades",
    effect: "in the dark the program chooses the colours itself.",
  },
  {
    feature: "web fonts",
    in: "rule",
    pattern: /^@font-face/i,
    support: by("no", "partly", "yes", "no"),
    severity: "degrades",
    effect: "the next font of the list is used.",
  },
  {
    feature: "shadows",
    in: "css",
    pattern: /^box-shadow:\s*(?!none)/i,
    support: by("no", "no", "yes", "no"),
    severity: "degrades",
    effect: "there is no shadow.",
  },
  {
    feature: "opacity",
    in: "css",
    pattern: /^opacity:\s*0?\.\d/i,
    support: by("yes", "no", "yes", "no"),
    severity: "degrades",
    effect: "it shows in full.",
  },
];
