/** hard: the address is dead. soft: full, busy or unclear. message: our message was at fault, the address is fine. */
export type BounceClass = "hard" | "soft" | "message";

export type BounceReport = {
  /** The provider's own words for the kind of bounce, as in `ROWS`: "Permanent/Suppressed", "HardBounce", "bounce". */
  type: string;
  /** SMTP status (RFC 3463) and diagnostic text, when given. */
  detail: string;
};

type Row = { type?: RegExp; detail?: RegExp; is: BounceClass };

/** First fitting row wins; what no row names is soft. */
const ROWS: Record<"sendgrid" | "ses" | "postmark" | "resend", Row[]> = {
  sendgrid: [
    { type: /^(bounce|dropped)\/invalid address/i, is: "hard" },
    { type: /\/content/i, is: "message" },
    { type: /^bounce/, is: "hard" },
    { type: /^dropped/, detail: /^(bounced|invalid) address/i, is: "hard" },
  ],
  ses: [
    { type: /^Permanent/, is: "hard" },
    { type: /^Transient\/(MessageTooLarge|ContentRejected|AttachmentRejected)/, is: "message" },
    { detail: /\b5\.4\.4\b/, is: "hard" },
  ],
  postmark: [
    { type: /^(HardBounce|BadEmailAddress|Blocked|ManuallyDeactivated)$/, is: "hard" },
    {
      type: /^(MessageContent|RuleBlocked|SpamNotification|VirusNotification|DMARCPolicy|SMTPApiError)$/,
      is: "message",
    },
  ],
  resend: [
    { type: /^Permanent/, is: "hard" },
    { type: /^Transient\/(MessageTooLarge|ContentRejected|AttachmentRejected)/, is: "message" },
  ],
};

/** The same for all: too large or refused for its content is ours; tried in vain until the end counts as dead. */
const COMMON: Row[] = [
  { detail: /\b5\.(2\.3|3\.4|6\.\d)\b|message (size|too large)/i, is: "message" },
  { detail: /\b[45]\.4\.7\b|message expired|retry (time|timeout) (exceeded|expired)/i, is: "hard" },
];

export function bounceClass(provider: keyof typeof ROWS, { type, detail }: BounceReport): BounceClass {
  const fits = (pattern: RegExp | undefined, text: string) => pattern === undefined || pattern.test(text);
  const row = [...COMMON, ...ROWS[provider]].find((r) => fits(r.type, type) && fits(r.detail, detail));
  return row?.is ?? "soft";
}
