import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { ConsentState } from "@/contracts/consent";
import { createTopic, proofPdf, proveConsent, setConsent } from "@/server/consent";
import { recordConsent } from "@/server/consent/store";
import { createContact } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { mergeContacts } from "@/server/profiles";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("proof of consent", () => {
  useTestDatabase();
  let ctx: Ctx;
  let contactId: string;
  beforeAll(async () => {
    ctx = await createWorkspace();
    contactId = (await createContact(ctx, { email: "zoë@example.com", firstName: "花子", lastName: "(O\\Neill)" })).id;
    for (const name of ["Recipes", "Offers"])
      await createTopic(ctx, { name, visibility: "public", defaultIn: false, doubleOptIn: false });
  });

  it("says for each moment of a random history what was in force then", async () => {
    let seed = 7;
    const roll = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * n);
    };
    const states: ConsentState[] = ["granted", "denied", "pending"];
    const seen: { at: string; inForce: string[] }[] = [];
    for (let i = 0; i < 60; i += 1) {
      const at = new Date(Date.UTC(2025, 0, 1) + i * 60_000);
      await inWorkspace(ctx.workspaceNo, (tx) =>
        recordConsent(tx, ctx, {
          contactNo: 1,
          channel: roll(4) === 0 ? "sale" : "email",
          topicNo: roll(3),
          state: states[roll(3)] ?? "denied",
          source: "form",
          at,
        }),
      );
      const rows = await pipelineSql()<{ channel: string; topic_no: number; state: string; at: Date }[]>`
        select channel, topic_no, state, at from consent_state where workspace_no = ${ctx.workspaceNo}`;
      seen.push({
        at: at.toISOString(),
        inForce: rows
          .map((r) => [r.channel, [null, "Recipes", "Offers"][r.topic_no], r.state, r.at.toISOString()].join())
          .sort(),
      });
    }
    for (const moment of seen) {
      const proof = await proveConsent(ctx, { contactId, at: moment.at });
      expect(proof.inForce.map((now) => [now.channel, now.topic, now.state, now.at].join()).sort()).toEqual(
        moment.inForce,
      );
    }
    const before = await proveConsent(ctx, { contactId, at: "2024-12-31T23:59:59Z" });
    expect([before.inForce, before.entries]).toEqual([[], []]);
  });

  it("carries wording, evidence and place in the chain, also as a PDF that reads on paper", async () => {
    const wording = "Ja, schickt mir Rezepte – “täglich” 日本";
    await setConsent(ctx, { contactId, state: "denied" });
    await setConsent(ctx, { contactId, state: "granted", evidence: "paper form 12", wording });
    const proof = await proveConsent(ctx, { contactId });
    const last = proof.entries.at(-1);
    expect(last).toMatchObject({ wording, evidence: "paper form 12", position: proof.chain.length });
    expect(last?.hash).toBe(proof.chain.head);
    expect(last?.prevHash).toBe(proof.entries.at(-2)?.hash);
    const pdf = proofPdf(proof);
    expect(pdf.subarray(0, 8).toString("latin1")).toBe("%PDF-1.4");
    const text = [...pdf.toString("latin1").matchAll(/FlateDecode >>\nstream\n([\s\S]*?)\nendstream/g)]
      .map((match) => inflateSync(Buffer.from(match[1] ?? "", "latin1")).toString("latin1"))
      .join("");
    for (const part of [last?.hash ?? "", "paper form 12", "t\u00e4glich", "[U+65E5]", "\\(O\\\\Neill\\)", "zo\u00eb@"])
      expect(text).toContain(part);
    const size = Number(/startxref\n(\d+)/.exec(pdf.toString("latin1"))?.[1]);
    expect(pdf.subarray(size, size + 4).toString()).toBe("xref");
  });

  it("is for people who may see addresses, in their own workspace, and never about the future", async () => {
    await expect(proveConsent(as(ctx, "viewer"), { contactId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(proveConsent(await createWorkspace(), { contactId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(proveConsent(ctx, { contactId, at: "2999-01-01T00:00:00Z" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
  });

  it("tells the whole history of somebody who was two contacts, each entry as it was said", async () => {
    const own = await createWorkspace();
    const [winner, loser] = [
      await createContact(own, { email: "a@example.com" }),
      await createContact(own, { email: "b@example.com" }),
    ];
    await setConsent(own, { contactId: loser.id, state: "granted", evidence: "card at the fair" });
    await setConsent(own, { contactId: winner.id, state: "granted", evidence: "phone call" });
    await mergeContacts(own, { winnerId: winner.id, loserId: loser.id, choose: {} });
    const evidence = (await proveConsent(own, { contactId: winner.id })).entries.map((entry) => entry.evidence);
    expect(evidence).toEqual(expect.arrayContaining(["card at the fair", "phone call"]));
    const hashes = (await proveConsent(own, { contactId: winner.id })).entries.map((entry) => entry.hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
