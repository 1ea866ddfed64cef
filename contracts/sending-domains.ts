import { z } from "zod";

/** What one DNS record of a sending domain is for. */
export const RECORD_PURPOSES = ["spf", "dkim", "dmarc", "return_path", "tracking"] as const;
export type RecordPurpose = (typeof RECORD_PURPOSES)[number];

/**
 * ok: found as expected. warning: it works, but could be better. missing and wrong: what the text says. unknown: the
 * name server gave no answer, or only the provider knows what is right; says nothing about the domain.
 */
export const RECORD_STATES = ["ok", "warning", "missing", "wrong", "unknown"] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** One record, expected against found. */
export type SendingRecord = {
  id: string;
  purpose: RecordPurpose;
  label: string;
  type: "TXT" | "MX" | "CNAME" | "A";
  /** The full name of the record. */
  name: string;
  /** The value to publish; null where only the provider can show it. */
  expected: string | null;
  found: string[];
  state: RecordState;
  /** Whether the domain counts as verified only when this is found. */
  isRequired: boolean;
  /** What is wrong and what to do, or what it is for. */
  advice: string;
};

/** unchecked: nothing was looked up yet. broken: it was verified and is not any more. */
export const DOMAIN_STATUSES = ["unchecked", "unverified", "verified", "broken"] as const;
export type DomainStatus = (typeof DOMAIN_STATUSES)[number];

export type SendingDomain = {
  id: string;
  domain: string;
  status: DomainStatus;
  records: SendingRecord[];
  /** Selectors of the keys messages are or will be signed with. */
  keys: { selector: string; state: "waiting" | "active" | "retired"; createdAt: string }[];
  /** Providers whose sender address is at this domain. */
  usedBy: string[];
  checkedAt: string | null;
  brokenSince: string | null;
  createdAt: string;
};

const HOST = /^(?=.{3,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A domain people send from, without an address or a web prefix in front. */
export const sendingDomainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^.*@/, "").replace(/\.$/, ""))
  .pipe(z.string().regex(HOST, "Write the domain of your sender address, such as example.com."));
