import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "@/contracts/contacts";
import {
  addSuppression,
  getConsent,
  grantConsentInBulk,
  listSuppressions,
  removeSuppression,
  requestPermits,
  restoreConsent,
  revokeConsent,
  setConsent,
} from "@/server/consent";
import { createContact, updateContact } from "@/server/contacts";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { deleteContacts } from "@/server/privacy";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";

describe("consent", () => {
  useTestDatabase();
  let ctx: Ctx;
  let ada: Contact;
  let adaNo: number;
  let asAda: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
    ada = await createContact(ctx, { email: "Ada@Example.com", firstName: "Ada" });
    adaNo = 1;
    asAda = { ...ctx, actor: { type: "recipient", contactNo: adaNo } };
  });

  const evidence = "Paper form, spring fair";
  const grant = () => setConsent(ctx, { contactId: ada.id, state: "granted", evidence });
  const revoke = () => revokeConsent(asAda, { contactNo: adaNo, source: "recipient_one_click" });
  const ledger = async () =>
    (
      await pipelineSql()<{ state: string }[]>`
        select state from consent_ledger where workspace_no = ${ctx.workspaceNo} order by chain_no`
    ).map((row) => row.state);
  const verdict = async (contactNo = adaNo) => {
    const answer = await pipelineSql().begin((tx) =>
      requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        recipients: [{ seq: 1, contactNo }],
      }),
    );
    return answer.refusals[0]?.reason ?? "permitted";
  };
  const events = async (name: string) =>
    pipelineSql()`select 1 from wf.inbox where workspace_no = ${ctx.workspaceNo} and name = ${name}`;

  it("gives a new contact no consent, and a grant only with proof", async () => {
    expect(await verdict()).toBe("no_consent");
    await expect(setConsent(ctx, { contactId: ada.id, state: "granted" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    });
    await grant();
    expect(await verdict()).toBe("permitted");
    expect(await getConsent(ctx, { contactId: ada.id })).toMatchObject({
      state: "granted",
      source: "member",
      refusal: null,
      history: [{ state: "granted", evidence }],
    });
  });

  it("revokes at once, and the second time writes nothing", async () => {
    await grant();
    expect(await revoke()).toEqual({ changed: true });
    expect(await verdict()).toBe("opted_out");
    expect(await revoke()).toEqual({ changed: false });
    expect(await ledger()).toEqual(["granted", "denied"]);
    expect(await events("consent.revoked")).toHaveLength(1);
  });

  it("lets a person revoke only for themselves", async () => {
    const other: Ctx = { ...ctx, actor: { type: "recipient", contactNo: 99 } };
    await expect(revokeConsent(other, { contactNo: adaNo, source: "recipient_page" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("lets no program turn a no into a yes, but a member with evidence", async () => {
    await revoke();
    const key: Ctx = { ...ctx, actor: { type: "api_key", keyId: "k", permissions: ["consent:write"] } };
    await expect(setConsent(key, { contactId: ada.id, state: "granted", evidence })).rejects.toMatchObject({
      code: "CONSENT_REQUIRED",
    });
    await grant();
    expect(await verdict()).toBe("permitted");
  });

  it("lets a later no win although the clock of the machine that takes it is behind", async () => {
    await setConsent(
      { ...ctx, now: new Date(ctx.now.getTime() + 60_000) },
      { contactId: ada.id, state: "granted", evidence },
    );
    await revoke();
    expect(await verdict()).toBe("opted_out");
  });

  it("restores only the recipient's own no, and only to a yes that was there", async () => {
    await revoke();
    await expect(restoreConsent(asAda, { contactNo: adaNo })).rejects.toMatchObject({ code: "CONSENT_REQUIRED" });
    await grant();
    await revoke();
    expect(await restoreConsent(asAda, { contactNo: adaNo })).toEqual({ changed: true });
    expect(await restoreConsent(asAda, { contactNo: adaNo })).toEqual({ changed: false });
    await setConsent(ctx, { contactId: ada.id, state: "denied" });
    await expect(restoreConsent(asAda, { contactNo: adaNo })).rejects.toMatchObject({ code: "CONSENT_REQUIRED" });
    await expect(restoreConsent(ctx, { contactNo: adaNo })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("grants in bulk only where nothing is recorded, exactly once, and counts the no it respected", async () => {
    for (const email of ["b@example.com", "c@example.com", "d@example.com"]) await createContact(ctx, { email });
    await revoke();
    await addSuppression(ctx, { addresses: ["B@example.com"] });
    const run = () =>
      pipelineSql().begin((tx) =>
        grantConsentInBulk(tx, {
          workspaceNo: ctx.workspaceNo,
          channel: "email",
          source: "import",
          evidence,
          wording: null,
          at: new Date(),
          actorType: "job",
          actorId: "t",
          contactNos: [1, 2, 3, 4, 4, 77],
        }),
      );
    expect(await run()).toMatchObject({ granted: 2, kept: 2 });
    expect(await run()).toMatchObject({ granted: 0, kept: 2 });
    expect([await verdict(1), await verdict(2), await verdict(3)]).toEqual([
      "opted_out",
      "suppressed_manual",
      "permitted",
    ]);
    expect(await ledger()).toEqual(["denied", "granted", "granted"]);
  });

  it("keeps the no of a deleted person: a new profile with the address stays refused", async () => {
    await grant();
    await revoke();
    await deleteContacts(ctx, { ids: [ada.id] });
    expect(await verdict()).toBe("erased");
    const again = await createContact(ctx, { email: "ada@example.com" });
    await setConsent(ctx, { contactId: again.id, state: "granted", evidence });
    expect(await verdict(2)).toBe("suppressed_unsubscribed");
    expect(await ledger()).toEqual(["granted", "denied", "granted"]);
    const states =
      await pipelineSql()`select contact_no::int from consent_state where workspace_no = ${ctx.workspaceNo}`;
    expect(states.map((row) => row.contact_no)).toEqual([2]);
    expect(await events("contact.deleted")).toHaveLength(1);
  });

  it("deletes a person who never said no without suppressing their address", async () => {
    await grant();
    await deleteContacts(ctx, { ids: [ada.id] });
    expect((await listSuppressions(ctx, {})).data).toEqual([]);
  });

  it("keeps the old address refused when somebody who said no gets another address", async () => {
    await revoke();
    await updateContact(ctx, { id: ada.id, email: "ada@new.example" });
    expect((await listSuppressions(ctx, {})).data).toMatchObject([
      { address: "ada@example.com", reason: "unsubscribed" },
    ]);
    expect(await verdict()).toBe("opted_out");
  });

  it("returns invalid lines, adds each address once and lets a stronger reason replace a weaker one", async () => {
    const answer = await addSuppression(ctx, { addresses: ["X@example.com", "x@example.com", "nonsense", ""] });
    expect(answer).toMatchObject({ added: 1, already: 0, invalid: ["nonsense"] });
    const provider: Ctx = { ...ctx, actor: { type: "provider", name: "resend" } };
    await addSuppression(provider, { addresses: ["x@example.com"], reason: "complaint" });
    await addSuppression(ctx, { addresses: ["x@example.com"] });
    expect((await listSuppressions(ctx, {})).data).toMatchObject([{ address: "x@example.com", reason: "complaint" }]);
    await expect(removeSuppression(ctx, { address: "x@example.com", why: "they asked" })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      details: { field: "confirm" },
    });
    await expect(addSuppression(ctx, { addresses: ["y@example.com"], reason: "complaint" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("removes a manual suppression with a reason, and gives no consent by it", async () => {
    await addSuppression(ctx, { addresses: ["ada@example.com"] });
    await removeSuppression(ctx, { address: "Ada@example.com", why: "entered by mistake" });
    expect(await verdict()).toBe("no_consent");
  });

  it("pages through suppressions of one instant without losing or repeating one", async () => {
    const addresses = Array.from({ length: 57 }, (_, i) => `p${i}@example.com`);
    await addSuppression(ctx, { addresses });
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listSuppressions(ctx, { limit: 10, cursor });
      seen.push(...page.data.map((row) => row.address));
      cursor = page.nextCursor;
    }
    expect(seen.sort()).toEqual(addresses.sort());
  });

  it("masks suppressed addresses for readers without contact:pii and refuses them the search", async () => {
    await addSuppression(ctx, { addresses: ["x@example.com"] });
    const reader: Ctx = { ...ctx, actor: { type: "api_key", keyId: "k", permissions: ["consent:read"] } };
    expect((await listSuppressions(reader, {})).data[0]?.address).toBe("••••@example.com");
    await expect(listSuppressions(reader, { q: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listSuppressions(as(ctx, "viewer"), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("answers a foreign contact like one that does not exist", async () => {
    const stranger = await createWorkspace();
    const missing = { code: "NOT_FOUND", message: "This contact does not exist." };
    await expect(getConsent(stranger, { contactId: ada.id })).rejects.toMatchObject(missing);
    await expect(getConsent(stranger, { contactId: randomUUID() })).rejects.toMatchObject(missing);
    await expect(setConsent(stranger, { contactId: ada.id, state: "denied" })).rejects.toMatchObject(missing);
    await expect(deleteContacts(stranger, { ids: [ada.id] })).rejects.toMatchObject(missing);
  });
});
