import "server-only";
import MailComposer from "nodemailer/lib/mail-composer";
import type { OutgoingEmail } from "../contract";

/** Header text on one line: no CR, LF or other control character gets through, whatever a merge value holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();

/** NUL and lone surrogates cannot be stored or transported. */
const body = (text: string): string => {
  const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return LONE_SURROGATE.test(clean) ? clean.replace(LONE_SURROGATES, "\ufffd") : clean;
};
const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** The message with every value made safe for a header or body. Providers call this once, before anything else. */
export function cleanEmail(email: OutgoingEmail): OutgoingEmail {
  return {
    ...email,
    from: { address: oneLine(email.from.address), name: oneLine(email.from.name) },
    to: { address: oneLine(email.to.address), name: email.to.name === null ? null : oneLine(email.to.name) },
    replyTo: email.replyTo === null ? null : oneLine(email.replyTo),
    subject: body(oneLine(email.subject)),
    html: body(email.html),
    text: body(email.text),
    headers: email.headers.map(([name, value]) => [oneLine(name), oneLine(value)]),
  };
}

/** `Message-ID` of RFC 5322: our message id at the sender's domain. */
export const messageIdHeader = (email: OutgoingEmail): string => `<${email.messageId}@${domainOf(email.from.address)}>`;

const mailbox = ({ address, name }: { address: string; name: string | null }): string =>
  name ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : address;

/** The header fields as people read them, in the order they are sent: what the Local Inbox shows. */
export function readableHeaders(email: OutgoingEmail): [string, string][] {
  return [
    ["Date", email.date.toUTCString().replace("GMT", "+0000")],
    ["From", mailbox(email.from)],
    ["To", mailbox(email.to)],
    ...(email.replyTo ? [["Reply-To", email.replyTo] as [string, string]] : []),
    ["Subject", email.subject],
    ["Message-ID", messageIdHeader(email)],
    ...email.headers,
    ["MIME-Version", "1.0"],
    ["Content-Type", "multipart/alternative"],
  ];
}

/** The complete MIME source (RFC 5322, 2045, 2047): multipart/alternative, UTF-8, 7-bit safe, CRLF. */
export function composeMime(email: OutgoingEmail): Promise<Buffer> {
  const composer = new MailComposer({
    from: { address: email.from.address, name: email.from.name },
    to: [{ address: email.to.address, name: email.to.name ?? "" }],
    ...(email.replyTo ? { replyTo: email.replyTo } : {}),
    subject: email.subject,
    text: email.text,
    html: email.html,
    date: email.date,
    messageId: messageIdHeader(email),
    // Prepared: nodemailer would otherwise encode URLs as words and fold inside them.
    headers: email.headers.map(([key, value]) => ({ key, value: value })),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "\r\n",
  });
  return new Promise((resolve, reject) =>
    composer.compile().build((error, message) => (error ? reject(error) : resolve(message))),
  );
}
