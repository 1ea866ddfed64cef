import "server-only";
import type { OutgoingEmail } from "../contract";
import { headerMailbox, headerText, quotedPrintable, utf8Bytes } from "./encode";

/** Header text on one line: no CR, LF or other control character gets through, whatever a merge value holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();

/** NUL and lone surrogates cannot be stored or transported. */
const body = (text: string): string => {
  const clean = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
};

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

const rfcDate = (date: Date): string => date.toUTCString().replace("GMT", "+0000");

const mailbox = ({ address, name }: { address: string; name: string | null }): string =>
  name ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : address;

/** A mailbox for APIs that take it as one text and quote it themselves or not at all. */
export const plainMailbox = ({ address, name }: OutgoingEmail["from"]): string => {
  const plain = name.replace(/["\\<>]/g, "");
  return plain ? `${plain} <${address}>` : address;
};

/** The header fields as people read them, in the order they are sent: what the Local Inbox shows. */
export function readableHeaders(email: OutgoingEmail): [string, string][] {
  return [
    ["Date", rfcDate(email.date)],
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
export function composeMime(email: OutgoingEmail): Buffer {
  const boundary = `--=_carillon_${email.messageId.replaceAll("-", "")}`;
  const fields: [string, string][] = [
    ["Date", rfcDate(email.date)],
    ["From", headerMailbox(email.from)],
    ["To", headerMailbox(email.to)],
    ...(email.replyTo ? [["Reply-To", utf8Bytes(email.replyTo)] as [string, string]] : []),
    ["Subject", headerText(email.subject)],
    ["Message-ID", messageIdHeader(email)],
    ...email.headers.map(([name, value]): [string, string] => [name, headerText(value)]),
    ["MIME-Version", "1.0"],
    ["Content-Type", `multipart/alternative; boundary="${boundary}"`],
  ];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const opening = (type: string): string =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(`${head}\r\n${opening("text/plain")}`, "latin1"),
    quotedPrintable(email.text),
    Buffer.from(`\r\n${opening("text/html")}`, "latin1"),
    quotedPrintable(email.html),
    Buffer.from(`\r\n--${boundary}--\r\n`, "latin1"),
  ]);
}
