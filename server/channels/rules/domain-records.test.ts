import { describe, expect, it } from "vitest";
import type { DomainStatus, SendingRecord } from "@/contracts/sending-domains";
import {
  type DnsAnswer,
  type DomainFacts,
  dkimValue,
  dmarcNames,
  expectedRecords,
  judgeRecord,
  statusOf,
} from "./domain-records";

const facts: DomainFacts = {
  domain: "bakery.example",
  roads: [{ kind: "smtp", name: "Relay", host: "mail.bakery.example", returnPathDomain: null }],
  keys: [{ selector: "c1", publicKey: "MIIBkey", state: "active" }],
  trackingHost: "news.bakery.example",
};
const found = (...values: string[]): DnsAnswer => ({ kind: "found", values });
const judged = (id: string, answer: DnsAnswer, change: Partial<DomainFacts> = {}): SendingRecord => {
  const expected = expectedRecords({ ...facts, ...change }).find((one) => one.id === id);
  if (!expected) throw new Error(`no record ${id}`);
  return judgeRecord(expected, answer);
};

describe("records of a sending domain", () => {
  it.each<[string, DnsAnswer, string]>([
    ["names the server", found("v=spf1 a:mail.bakery.example ~all"), "ok"],
    ["stands among other texts", found("google-site=1", "v=spf1 a:mail.bakery.example -all"), "ok"],
    ["leans on an include", found("v=spf1 include:_spf.relay.example ~all"), "warning"],
    ["covers nobody", found("v=spf1 -all"), "wrong"],
    ["lets everybody in", found("v=spf1 a:mail.bakery.example +all"), "wrong"],
    ["has no end", found("v=spf1 a:mail.bakery.example"), "wrong"],
    ["is there twice", found("v=spf1 a:mail.bakery.example ~all", "v=spf1 -all"), "wrong"],
    ["is another kind of text", found("v=spf10 ~all"), "missing"],
    ["is not there", { kind: "none" }, "missing"],
    ["cannot be asked for", { kind: "failed", why: "ETIMEOUT" }, "unknown"],
  ])("SPF that %s", (_what, answer, state) => {
    expect(judged("spf", answer).state).toBe(state);
  });

  it.each<[string, DnsAnswer, string]>([
    ["is ours", found(dkimValue("MIIBkey")), "ok"],
    ["was broken into pieces with blanks", found("v=DKIM1;k=rsa; p=MII Bkey"), "ok"],
    ["lost its end", found("v=DKIM1; k=rsa; p=MIIB"), "wrong"],
    ["was revoked", found("v=DKIM1; p="), "wrong"],
    ["is not there", { kind: "none" }, "missing"],
  ])("DKIM whose key %s", (_what, answer, state) => {
    expect(judged("dkim:c1", answer).state).toBe(state);
  });

  it.each<[string, DnsAnswer, string]>([
    ["rejects", found("v=DMARC1; p=reject"), "ok"],
    ["only asks for reports", found("v=DMARC1; p=none; rua=mailto:a@b.example"), "warning"],
    ["has no policy", found("v=DMARC1; rua=mailto:a@b.example"), "wrong"],
    ["is there twice", found("v=DMARC1; p=none", "v=DMARC1; p=reject"), "wrong"],
    ["is not there", { kind: "none" }, "missing"],
  ])("DMARC that %s", (_what, answer, state) => {
    expect(judged("dmarc", answer).state).toBe(state);
  });

  it("look for a policy from the domain upwards and never at the top", () => {
    expect(dmarcNames("news.bakery.example")).toEqual(["_dmarc.news.bakery.example", "_dmarc.bakery.example"]);
  });

  it("expect our own key and SPF of SMTP only, and the selector a provider is known to use", () => {
    const roads = [{ kind: "resend" as const, name: "Resend", host: null, returnPathDomain: null }];
    expect(expectedRecords({ ...facts, roads }).map(({ id }) => id)).toEqual(["dkim:resend", "dmarc", "tracking"]);
    expect(judged("dkim:resend", found("p=MIGf"), { roads }).state).toBe("ok");
  });

  it("warn when links lead to this machine", () => {
    expect(judged("tracking", { kind: "none" }, { trackingHost: "localhost" }).state).toBe("warning");
  });
});

describe("the status of a domain", () => {
  const records = (...states: SendingRecord["state"][]): SendingRecord[] =>
    states.map((state) => ({ ...judged("spf", { kind: "none" }), state }));
  it.each<[DomainStatus, SendingRecord["state"][], DomainStatus]>([
    ["unchecked", ["ok", "warning"], "verified"],
    ["unchecked", ["ok", "missing"], "unverified"],
    ["verified", ["ok", "wrong"], "broken"],
    ["broken", ["missing"], "broken"],
    ["broken", ["ok"], "verified"],
    ["verified", ["unknown", "ok"], "verified"],
    ["unverified", ["unknown"], "unverified"],
    ["broken", ["unknown"], "broken"],
  ])("is, after %s and %j, %s", (before, states, after) => {
    expect(statusOf(records(...states), before)).toBe(after);
  });
});
