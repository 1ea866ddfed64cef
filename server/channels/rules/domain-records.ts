import type { ProviderKind } from "@/contracts/channels";
import type { DomainStatus, SendingRecord } from "@/contracts/sending-domains";

/** What a name server said. failed is no statement about the domain. */
export type DnsAnswer = { kind: "found"; values: string[] } | { kind: "none" } | { kind: "failed"; why: string };

export type DomainFacts = {
  domain: string;
  /** The roads that send from this domain. */
  roads: { kind: ProviderKind; name: string; host: string | null; returnPathDomain: string | null }[];
  keys: { selector: string; publicKey: string; state: "waiting" | "active" | "retired" }[];
  /** Host of the links in e-mails. */
  trackingHost: string;
};

type Expected = Omit<SendingRecord, "found" | "state" | "advice"> & {
  judge(answer: Exclude<DnsAnswer, { kind: "failed" }>): Pick<SendingRecord, "state" | "advice">;
};
type Verdict = Pick<SendingRecord, "state" | "advice">;

const none: string[] = [];
const valuesOf = (answer: DnsAnswer): string[] => (answer.kind === "found" ? answer.values : none);
/** `v=DKIM1; k=rsa` as name and value; white space means nothing. */
const tagsOf = (text: string): Map<string, string> =>
  new Map(
    text.split(";").flatMap((part) => {
      const at = part.indexOf("=");
      return at < 0
        ? []
        : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replaceAll(/\s+/g, "")] as const];
    }),
  );

export const dkimValue = (publicKey: string): string => `v=DKIM1; k=rsa; p=${publicKey}`;

/** Every record a domain should have, given how it is sent from; each with the rule that judges what was found. */
export function expectedRecords(facts: DomainFacts): Expected[] {
  const own = facts.roads.length === 0 || facts.roads.some(({ kind }) => kind === "smtp");
  return [
    ...(own ? [spfRecord(facts)] : []),
    ...(own ? facts.keys.filter(({ state }) => state !== "retired").map((key) => dkimRecord(facts, key)) : []),
    ...facts.roads.flatMap((road) => providerDkim(facts.domain, road)),
    dmarcRecord(facts.domain),
    ...(own ? returnPathRecords(facts) : []),
    trackingRecord(facts.trackingHost),
  ];
}

function spfRecord({ domain, roads }: DomainFacts): Expected {
  const hosts = [...new Set(roads.flatMap(({ kind, host }) => (kind === "smtp" && host ? [host] : none)))];
  const expected = ["v=spf1", ...hosts.map((host) => `a:${host}`), "~all"].join(" ");
  return {
    id: "spf",
    purpose: "spf",
    label: "SPF",
    type: "TXT",
    name: domain,
    expected,
    isRequired: true,
    judge: (answer) => judgeSpf(answer, hosts, expected),
  };
}

function judgeSpf(answer: DnsAnswer, hosts: string[], expected: string): Verdict {
  const records = valuesOf(answer).filter((value) => /^v=spf1(\s|$)/i.test(value));
  const [record] = records;
  if (!record) return { state: "missing", advice: `Add this TXT record. It names who may send for the domain.` };
  if (records.length > 1)
    return { state: "wrong", advice: "There are two SPF records, which counts as none. Join them into one." };
  const terms = record.toLowerCase().split(/\s+/).slice(1);
  if (terms.includes("+all") || terms.includes("all"))
    return { state: "wrong", advice: "+all lets everybody send as you. End the record with ~all or -all." };
  if (!terms.some((term) => /^[-~?]all$/.test(term) || term.startsWith("redirect=")))
    return { state: "wrong", advice: "The record has no end. Add ~all or -all as its last term." };
  const named = (host: string) => terms.some((term) => term.replace(/^\+/, "") === `a:${host}`);
  const missing = hosts.filter((host) => !named(host));
  const hasCover = terms.some((term) => /^\+?(include:|ip4:|ip6:|a$|mx$|mx:|redirect=|exists:)/.test(term));
  if (missing.length > 0 && !hasCover)
    return { state: "wrong", advice: `It does not name ${missing.join(" and ")}. Publish: ${expected}` };
  if (missing.length > 0)
    return {
      state: "warning",
      advice: `It does not name ${missing.join(" and ")} itself. That is fine when one of its terms covers the server.`,
    };
  return { state: "ok", advice: "Names who may send for the domain." };
}

function dkimRecord({ domain, keys }: DomainFacts, key: DomainFacts["keys"][number]): Expected {
  const isNext = key.state === "waiting" && keys.some(({ state }) => state === "active");
  return {
    id: `dkim:${key.selector}`,
    purpose: "dkim",
    label: isNext ? "DKIM, next key" : "DKIM",
    type: "TXT",
    name: `${key.selector}._domainkey.${domain}`,
    expected: dkimValue(key.publicKey),
    isRequired: !isNext,
    judge(answer) {
      const [record] = valuesOf(answer);
      if (record === undefined)
        return {
          state: "missing",
          advice: isNext
            ? "Add this TXT record; signing moves to the new key as soon as it is found."
            : "Add this TXT record. Until it is found, messages leave unsigned.",
        };
      if (tagsOf(record).get("p") !== key.publicKey)
        return { state: "wrong", advice: "The record holds another key, or a part of it. Copy the whole value." };
      return { state: "ok", advice: "Messages are signed with this key." };
    },
  };
}

/** Selectors a provider always uses; of the others only its own page knows them. */
const PROVIDER_SELECTORS: Partial<Record<ProviderKind, string>> = { resend: "resend", sendgrid: "s1" };

function providerDkim(domain: string, road: DomainFacts["roads"][number]): Expected[] {
  if (road.kind === "local" || road.kind === "smtp") return [];
  const selector = PROVIDER_SELECTORS[road.kind];
  const base = { purpose: "dkim" as const, label: `DKIM of ${road.name}`, type: "TXT" as const, expected: null };
  const asks = `${road.name} signs these messages and shows the records to publish on its own page.`;
  if (!selector)
    return [
      {
        ...base,
        id: `dkim:${road.kind}`,
        name: `_domainkey.${domain}`,
        isRequired: false,
        judge: () => ({ state: "unknown", advice: asks }),
      },
    ];
  return [
    {
      ...base,
      id: `dkim:${road.kind}`,
      name: `${selector}._domainkey.${domain}`,
      isRequired: true,
      judge: (answer) =>
        valuesOf(answer).some((value) => (tagsOf(value).get("p") ?? "") !== "")
          ? { state: "ok", advice: `${road.name} signs these messages.` }
          : { state: "missing", advice: asks },
    },
  ];
}

/** The names at which a policy for the domain may stand, nearest first: a subdomain takes its parent's. */
export function dmarcNames(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, at) => `_dmarc.${labels.slice(at).join(".")}`);
}

const dmarcRecord = (domain: string): Expected => ({
  id: "dmarc",
  purpose: "dmarc",
  label: "DMARC",
  type: "TXT",
  name: `_dmarc.${domain}`,
  expected: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`,
  isRequired: true,
  judge(answer) {
    const records = valuesOf(answer).filter((value) => /^v=DMARC1(\s*;|\s*$)/i.test(value));
    const [record] = records;
    if (!record)
      return {
        state: "missing",
        advice: "Add this TXT record. Large mailbox providers ask for one from whoever sends much.",
      };
    if (records.length > 1)
      return { state: "wrong", advice: "There are two DMARC records, which counts as none. Keep one." };
    const policy = tagsOf(record).get("p")?.toLowerCase();
    if (policy !== "none" && policy !== "quarantine" && policy !== "reject")
      return { state: "wrong", advice: "The record has no policy. Add p=none, p=quarantine or p=reject." };
    if (policy === "none")
      return {
        state: "warning",
        advice: "p=none only asks for reports. Move to p=quarantine once the reports show nothing but your own mail.",
      };
    return { state: "ok", advice: "Tells receivers what to do with mail that only claims to be yours." };
  },
});

function returnPathRecords({ domain, roads }: DomainFacts): Expected[] {
  const paths = roads.filter(({ kind }) => kind === "smtp").map(({ returnPathDomain }) => returnPathDomain ?? domain);
  return [...new Set(paths.length > 0 ? paths : [domain])].map((name) => ({
    id: `return_path:${name}`,
    purpose: "return_path",
    label: "Return path",
    type: "MX",
    name,
    expected: null,
    isRequired: false,
    judge: (answer) =>
      valuesOf(answer).some((value) => value !== "" && value !== ".")
        ? { state: "ok", advice: "Bounces of this domain reach a mail server." }
        : { state: "missing", advice: "No mail server takes mail for it, so bounces are lost. Add an MX record." },
  }));
}

function trackingRecord(host: string): Expected {
  const isHere = !host.includes(".") || /^[\d.]+$|:/.test(host) || /(^|\.)(localhost|local)$/.test(host);
  return {
    id: "tracking",
    purpose: "tracking",
    label: "Links",
    type: "A",
    name: host,
    expected: null,
    isRequired: false,
    judge(answer) {
      if (isHere)
        return {
          state: "warning",
          advice: "Links in e-mails lead to this machine's own name. Set APP_URL to the address people reach it by.",
        };
      return answer.kind === "found"
        ? { state: "ok", advice: "Links, unsubscribe and preference pages lead here." }
        : {
            state: "missing",
            advice: "Links in e-mails lead to a name that does not exist. Correct APP_URL or add it.",
          };
    },
  };
}

/** A record beside what was found. */
export function judgeRecord({ judge, ...record }: Expected, answer: DnsAnswer): SendingRecord {
  if (answer.kind === "failed")
    return {
      ...record,
      found: [],
      state: "unknown",
      advice: `The name servers gave no answer (${answer.why}). It is looked up again by itself.`,
    };
  return { ...record, found: valuesOf(answer).slice(0, 10), ...judge(answer) };
}

/**
 * What the records make of a domain. A name server that is silent proves nothing: what was known before stands, so an
 * outage of DNS never raises an alarm.
 */
export function statusOf(records: readonly SendingRecord[], before: DomainStatus): DomainStatus {
  const needed = records.filter(({ isRequired }) => isRequired);
  const isBad = needed.some(({ state }) => state === "missing" || state === "wrong");
  if (isBad) return before === "verified" || before === "broken" ? "broken" : "unverified";
  return needed.some(({ state }) => state === "unknown") ? before : "verified";
}
