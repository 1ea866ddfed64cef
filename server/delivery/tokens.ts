import "server-only";
import { env } from "@/server/platform/env";
import { type MessageRef, unpackRef, writeRef } from "@/server/platform/message-ref";
import { openToken, signToken } from "@/server/platform/signed-token";

// What the URLs in a message carry. Opaque, signed, one key per purpose; nothing in them expires and nothing needs the
// database to be understood, so a click still leads home while Postgres is down.

export type PersonToken = { ref: MessageRef; contactNo: number; isTest: boolean };
export type ClickToken = { ref: MessageRef; linkNo: number; linkCount: number; url: string };

const REF = 14;

export function openUrl(ref: MessageRef): string {
  const bytes = Buffer.allocUnsafe(REF);
  writeRef(bytes, ref);
  return `${env().APP_URL}/api/t/o/${signToken("open", bytes)}`;
}

export function readOpenToken(token: string): MessageRef | null {
  const bytes = openToken("open", token);
  return bytes?.length === REF ? unpackRef(bytes) : null;
}

export function clickUrl({ ref, linkNo, linkCount, url }: ClickToken): string {
  const bytes = Buffer.allocUnsafe(REF + 4 + Buffer.byteLength(url));
  writeRef(bytes, ref);
  bytes.writeUInt16BE(linkNo, REF);
  bytes.writeUInt16BE(linkCount, REF + 2);
  bytes.write(url, REF + 4, "utf8");
  return `${env().APP_URL}/api/t/c/${signToken("click", bytes)}`;
}

/** Null unless signed here and leading to an http(s) address. */
export function readClickToken(token: string): ClickToken | null {
  const bytes = openToken("click", token);
  if (!bytes || bytes.length <= REF + 4) return null;
  const url = bytes.toString("utf8", REF + 4);
  if (!isWebAddress(url)) return null;
  return { ref: unpackRef(bytes), linkNo: bytes.readUInt16BE(REF), linkCount: bytes.readUInt16BE(REF + 2), url };
}

/** http or https, with a host, and nothing that could split a header. */
export function isWebAddress(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
  if (!/^https?:\/\//i.test(text) || /[\u0000-\u0020\u007f\\]/.test(text)) return false;
  return URL.canParse(text);
}

function packPerson({ ref, contactNo, isTest }: PersonToken): Buffer {
  const bytes = Buffer.allocUnsafe(REF + 7);
  writeRef(bytes, ref);
  bytes.writeUIntBE(contactNo, REF, 6);
  bytes.writeUInt8(isTest ? 1 : 0, REF + 6);
  return bytes;
}

function readPerson(purpose: "unsubscribe" | "view", token: string): PersonToken | null {
  const bytes = openToken(purpose, token);
  if (bytes?.length !== REF + 7) return null;
  return { ref: unpackRef(bytes), contactNo: bytes.readUIntBE(REF, 6), isTest: bytes.readUInt8(REF + 6) === 1 };
}

export const unsubscribeToken = (person: PersonToken): string => signToken("unsubscribe", packPerson(person));
export const readUnsubscribeToken = (token: string): PersonToken | null => readPerson("unsubscribe", token);
export const viewToken = (person: PersonToken): string => signToken("view", packPerson(person));
export const readViewToken = (token: string): PersonToken | null => readPerson("view", token);

/** Leads to somebody's own preferences: no message in it, so that any page may link there. Never expires. */
export type PreferencesToken = { workspaceNo: number; contactNo: number };
const PREFERENCES = 10;

export function preferencesToken({ workspaceNo, contactNo }: PreferencesToken): string {
  const bytes = Buffer.alloc(PREFERENCES);
  bytes.writeUInt32BE(workspaceNo, 0);
  bytes.writeUIntBE(contactNo, 4, 6);
  return signToken("preferences", bytes);
}

export function readPreferencesToken(token: string): PreferencesToken | null {
  const bytes = openToken("preferences", token);
  if (bytes?.length !== PREFERENCES) return null;
  return { workspaceNo: bytes.readUInt32BE(0), contactNo: bytes.readUIntBE(4, 6) };
}

/** The address of RFC 8058: POST acts at once, GET leads to the page. Never redirected from. */
export const oneClickUrl = (token: string): string => `${env().APP_URL}/api/t/u/${token}`;
export const unsubscribePageUrl = (token: string): string => `${env().APP_URL}/unsubscribe/${token}`;
export const preferencesUrl = (token: string): string => `${env().APP_URL}/preferences/${token}`;
export const viewUrl = (token: string): string => `${env().APP_URL}/view/${token}`;
