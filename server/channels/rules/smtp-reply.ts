import type { Verdict } from "../contract";

/** What went wrong with one SMTP delivery, as far as the connection saw it. */
export type SmtpFailure = {
  /** Three-digit reply, when the server gave one. */
  responseCode: number | null;
  response: string;
  /** nodemailer's class: EAUTH, EENVELOPE, EMESSAGE, ECONNECTION, ESOCKET, ETIMEDOUT, ETLS, EDNS, … */
  code: string;
  /** Whether any byte of the message body was handed to the connection. */
  hasBodyLeft: boolean;
};

/** Enhanced status codes (RFC 3463) that say the mailbox does not exist and never will. */
const DEAD_MAILBOX = /\b5\.(1\.[12360]|1\.10|2\.1|4\.4)\b/;
const UNKNOWN_USER =
  /user unknown|no such user|unknown (user|recipient|mailbox)|does not exist|mailbox (not found|unavailable)/i;

/**
 * One failed SMTP transaction as a verdict. RFC 5321 §4.2.1: 4yz may work later, 5yz will not. Without a reply it
 * depends on whether the body had begun to leave: before, nobody has it; after, nobody can know.
 */
export function verdictOfSmtp(failure: SmtpFailure): Verdict {
  const detail = failure.response.slice(0, 300);
  if (failure.code === "EAUTH" || failure.code === "ENOAUTH" || failure.code === "ECONFIG")
    return failure.responseCode !== null && failure.responseCode < 500
      ? { status: "throttled", retryAfterSeconds: null, detail }
      : { status: "failed", detail };
  if (failure.responseCode !== null && failure.responseCode >= 500) {
    if (failure.responseCode === 530 || failure.responseCode === 535) return { status: "failed", detail };
    const isHardBounce = DEAD_MAILBOX.test(detail) || (failure.responseCode === 550 && UNKNOWN_USER.test(detail));
    return { status: "refused", detail, isHardBounce };
  }
  if (failure.responseCode !== null && failure.responseCode >= 400)
    return { status: "throttled", retryAfterSeconds: null, detail };
  if (failure.hasBodyLeft) return { status: "unknown", detail };
  return failure.code === "ETLS" || failure.code === "EREQUIRETLS"
    ? { status: "failed", detail }
    : { status: "throttled", retryAfterSeconds: null, detail };
}
