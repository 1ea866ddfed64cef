import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addDomain,
  checkDomain,
  checkDueDomains,
  getDomain,
  listDomains,
  removeDomain,
  rotateDkimKey,
} from "@/server/channels";
import { createLookUp } from "@/server/channels/dns";
import { verifyDkim } from "@/server/channels/email/verify-dkim";
import { sendBatches } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { startDnsServer } from "../../support/dns-server";
import { as, createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, makeRun } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const limits = { maxMs: 20_000, maxBatches: 20, leaseSeconds: 30 };
const DOMAIN = "bright-bakery.example";

describe("sending domains", () => {
  useTestDatabase();
  let dns: Awaited<ReturnType<typeof startDnsServer>>;
  let sink: Awaited<ReturnType<typeof startSmtpSink>>;
  beforeAll(async () => {
    [dns, sink] = await Promise.all([startDnsServer(), startSmtpSink()]);
    process.env.DNS_SERVERS = dns.address;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });
  afterAll(async () => {
    delete process.env.DNS_SERVERS;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    await Promise.all([dns.stop(), sink.stop()]);
  });

  const smtp = () => ({
    kind: "smtp",
    host: "127.0.0.1",
    port: sink.port,
    security: "none",
    user: sink.user,
    maxConnections: 1,
  });
  const publish = (domain: { records: { purpose: string; name: string; expected: string | null }[] }) => {
    for (const { purpose, name, expected } of domain.records)
      if (purpose === "dkim" && expected) dns.zone.set(`TXT ${name}`, [expected]);
  };
  const publishRest = () => {
    dns.zone.set(`TXT ${DOMAIN}`, ["v=spf1 a:127.0.0.1 ~all"]);
    dns.zone.set(`TXT _dmarc.${DOMAIN}`, ["v=DMARC1; p=none"]);
    dns.zone.set(`MX ${DOMAIN}`, ["mx.bright-bakery.example"]);
  };
  const statesOf = (domain: { records: { purpose: string; state: string }[] }) =>
    Object.fromEntries(domain.records.map(({ purpose, state }) => [purpose, state]));
  const findKeys = async (name: string) => {
    const answer = await createLookUp([dns.address])("TXT", name);
    return answer.kind === "found" ? answer.values : [];
  };
  const send = async (ctx: Awaited<ReturnType<typeof createWorkspace>>, providerNo: number) => {
    sink.accepted.length = 0;
    await sendBatches(await makeRun(ctx, { providerNo }), limits);
    const [message] = sink.accepted;
    return Buffer.from(message?.source ?? "");
  };

  it("say what is missing, verify once it is there, and sign what leaves over SMTP so that a receiver can check it", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const { providerNo } = await addProvider(ctx, smtp(), sink.password);
    const added = await addDomain(ctx, { domain: DOMAIN });
    expect(added).toMatchObject({ status: "unverified", usedBy: ["Test"] });
    expect(statesOf(added)).toMatchObject({
      spf: "missing",
      dkim: "missing",
      dmarc: "missing",
      return_path: "missing",
    });
    expect(await verifyDkim(await send(ctx, providerNo), findKeys)).toEqual({ result: "none" });

    publish(added);
    publishRest();
    const checked = await checkDomain(ctx, { domainId: added.id });
    expect(checked).toMatchObject({ status: "verified", keys: [{ state: "active" }] });
    expect(statesOf(checked)).toMatchObject({ spf: "ok", dkim: "ok", dmarc: "warning", return_path: "ok" });

    const source = await send(ctx, providerNo);
    const proof = await verifyDkim(source, findKeys);
    expect(proof).toMatchObject({ result: "pass", domain: DOMAIN, selector: checked.keys[0]?.selector });
    if (proof.result !== "pass") throw new Error("unreachable");
    for (const name of ["from", "subject", "list-unsubscribe", "list-unsubscribe-post", "feedback-id", "list-id"])
      expect(proof.signed).toContain(name);
    const touched = source.toString("latin1").replace("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Clicks");
    expect(await verifyDkim(Buffer.from(touched, "latin1"), findKeys)).toMatchObject({ result: "fail" });
    const longer = Buffer.concat([source, Buffer.from("P.S.\r\n")]);
    expect(await verifyDkim(longer, findKeys)).toMatchObject({ result: "fail" });
  });

  it("sign with the old key until the record of the next one is found", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const { providerNo } = await addProvider(ctx, smtp(), sink.password);
    publishRest();
    const added = await addDomain(ctx, { domain: DOMAIN });
    publish(added);
    await checkDomain(ctx, { domainId: added.id });
    const [first] = added.keys;
    const rotated = await rotateDkimKey({ ...ctx, now: new Date() }, { domainId: added.id });
    expect(rotated).toMatchObject({ status: "verified", keys: [{ state: "active" }, { state: "waiting" }] });
    await expect(rotateDkimKey(ctx, { domainId: added.id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await verifyDkim(await send(ctx, providerNo), findKeys)).toMatchObject({ selector: first?.selector });
    publish(rotated);
    const moved = await checkDomain(ctx, { domainId: added.id });
    expect(moved.keys.map(({ state }) => state)).toEqual(["retired", "active"]);
    const proof = await verifyDkim(await send(ctx, providerNo), findKeys);
    expect(proof).toMatchObject({ result: "pass", selector: moved.keys[1]?.selector });
  });

  it("raise an alarm once when a verified domain breaks, none when DNS is silent, and take it back", async () => {
    const ctx = await createWorkspace();
    publishRest();
    const added = await addDomain(ctx, { domain: DOMAIN });
    publish(added);
    await checkDomain(ctx, { domainId: added.id });
    const events = async () =>
      (
        await pipelineSql()<{ name: string }[]>`
          select name from wf.inbox where workspace_no = ${ctx.workspaceNo} and name like 'sending-domain.%' order by id`
      ).map(({ name }) => name);
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    dns.state.isBroken = true;
    await checkDueDomains(later(7));
    dns.state.isBroken = false;
    expect(await getDomain(ctx, { domainId: added.id })).toMatchObject({ status: "verified", brokenSince: null });
    const gone = added.records.find(({ purpose }) => purpose === "dkim")?.name;
    dns.zone.delete(`TXT ${gone}`);
    await checkDueDomains(later(14));
    await checkDueDomains(later(16));
    const broken = await getDomain(ctx, { domainId: added.id });
    expect(broken).toMatchObject({ status: "broken", brokenSince: expect.any(String) });
    expect(await events()).toEqual(["sending-domain.verified", "sending-domain.broken"]);
    publish(added);
    await checkDueDomains(later(18));
    expect(await events()).toEqual(["sending-domain.verified", "sending-domain.broken", "sending-domain.verified"]);
  });

  it("are looked at again every six hours when verified and every hour while something is missing", async () => {
    const ctx = await createWorkspace();
    const { id } = await addDomain(ctx, { domain: "waiting.example" });
    const checkedAt = async () => Date.parse((await getDomain(ctx, { domainId: id })).checkedAt ?? "");
    const first = await checkedAt();
    await checkDueDomains(new Date(first + 50 * 60_000));
    expect(await checkedAt()).toBe(first);
    await checkDueDomains(new Date(first + 61 * 60_000));
    expect(await checkedAt()).toBe(first + 61 * 60_000);
  });

  it("never let a private key out, are kept by those who may manage providers, and take their keys along", async () => {
    const ctx = await createWorkspace();
    const added = await addDomain(ctx, { domain: "Shop@Kept.example." });
    expect(added.domain).toBe("kept.example");
    expect(JSON.stringify(await listDomains(ctx, {}))).not.toMatch(/PRIVATE|sealed|k1\./i);
    const [stored] = await pipelineSql()<{ sealed: string }[]>`
      select private_sealed as sealed from dkim_keys where workspace_no = ${ctx.workspaceNo}`;
    expect(stored?.sealed).toMatch(/^k1\./);
    await expect(addDomain(ctx, { domain: "kept.example" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(addDomain(as(ctx, "campaign_manager"), { domain: "b.example" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await removeDomain(ctx, { domainId: added.id });
    const [left] = await pipelineSql()`select 1 from dkim_keys where workspace_no = ${ctx.workspaceNo}`;
    expect(left).toBeUndefined();
  });
});
