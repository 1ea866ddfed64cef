import { beforeEach, describe, expect, it } from "vitest";
import type { MergeSide } from "@/contracts/merges";
import { addSuppression, getConsent, requestPermits, revokeConsent, setConsent } from "@/server/consent";
import { createContact, createContactField, getContact, updateContact } from "@/server/contacts";
import { runCounts, sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { deleteContacts } from "@/server/privacy";
import { mergeContacts, unmergeContacts } from "@/server/profiles";
import {
  addSegmentMembers,
  createSegment,
  createStaticSegment,
  refreshSegment,
  removeSegmentMembers,
  segmentsOf,
} from "@/server/segments";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { makeRun, passTime } from "../../support/sending";

const BOTH = ["winner", "loser"] as const;
const DAY = 86_400_000;

/** Everything a merge may touch, without the instants it sets itself. */
async function stateOf(ctx: Ctx) {
  const sql = pipelineSql();
  const no = ctx.workspaceNo;
  return {
    contacts: await sql`
      select contact_no, id, external_id, email, email_key, phone, first_name, last_name, time_zone, locale, attributes,
             is_demo, created_at, last_active_at from contacts where workspace_no = ${no} order by contact_no`,
    consent: await sql`
      select contact_no, channel, topic_no, state from consent_state where workspace_no = ${no} order by 1, 2, 3`,
    suppressed: await sql`select address_key, reason from suppressions where workspace_no = ${no} order by 1`,
    tags: await sql`select contact_no, tag_no from contact_tags where workspace_no = ${no} order by 1, 2`,
    members: await sql`
      select contact_no, segment_no, entered_at from segment_members where workspace_no = ${no} order by 1, 2`,
    counts: await sql`select segment_no, member_count from segments where workspace_no = ${no} order by 1`,
    companies: await sql`select * from contact_companies where workspace_no = ${no} order by contact_no, company_no`,
  };
}

describe("merging two contacts", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  const person = async (email: string, over: Parameters<typeof createContact>[1] = {}) =>
    createContact(ctx, { email, ...over });
  const agree = (contactId: string) => setConsent(ctx, { contactId, state: "granted", evidence: "form" });
  const refuse = (contactId: string) => setConsent(ctx, { contactId, state: "denied" });
  const merge = (winner: { id: string }, loser: { id: string }, choose: Record<string, MergeSide> = {}) =>
    mergeContacts(ctx, { winnerId: winner.id, loserId: loser.id, choose });
  const numberOf = async (id: string) => {
    const { parsePublicId } = await import("@/contracts/ids");
    const [row] = await pipelineSql()`select contact_no from contacts where id = ${parsePublicId("contact", id)}`;
    return Number(row?.contact_no);
  };
  const mayWriteTo = (contactNo: number) =>
    pipelineSql().begin((tx) =>
      requestPermits(tx, {
        workspaceNo: ctx.workspaceNo,
        purpose: "marketing",
        channel: "email",
        recipients: [{ seq: 1, contactNo }],
      }),
    );

  it("answers an old id with the contact it went into, in reading and in writing", async () => {
    const [a, b] = [
      await person("a@example.com", { firstName: "Ada" }),
      await person("b@example.com", { phone: "+493012345" }),
    ];
    const { contact } = await merge(a, b, { email: "winner" });
    expect(contact).toMatchObject({ id: a.id, email: "a@example.com", firstName: "Ada", phone: "+493012345" });
    expect(await getContact(ctx, { id: b.id })).toMatchObject({ id: a.id });
    expect(await updateContact(ctx, { id: b.id, lastName: "Byron" })).toMatchObject({ id: a.id, lastName: "Byron" });
    await expect(getContact(await createWorkspace(), { id: b.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const audit = await pipelineSql()`
      select action from audit_log where workspace_no = ${ctx.workspaceNo} and action like 'contact.merge%' order by 1`;
    expect(audit.map((row) => row.action)).toEqual(["contact.merge", "contact.merged-into"]);
  });

  it.each(BOTH)("keeps the no of the %s, whichever address stays, and suppresses the one that goes", async (side) => {
    const [a, b] = [await person("a@example.com"), await person("b@example.com")];
    await agree(side === "winner" ? b.id : a.id);
    await refuse(side === "winner" ? a.id : b.id);
    await merge(a, b, { email: side === "winner" ? "loser" : "winner" });
    const gone = side === "winner" ? "a@example.com" : "b@example.com";
    expect(await getConsent(ctx, { contactId: a.id })).toMatchObject({ state: "denied", refusal: "opted_out" });
    expect((await stateOf(ctx)).suppressed).toEqual([{ address_key: gone, reason: "unsubscribed" }]);
    expect((await getConsent(ctx, { contactId: b.id })).history.length).toBeGreaterThanOrEqual(2);
  });

  it("refuses a merge with itself, with a demo person, and by people who may not see addresses", async () => {
    const [a, b] = [await person("a@example.com"), await person("b@example.com")];
    await expect(merge(a, a)).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    await expect(mergeContacts(as(ctx, "viewer"), { winnerId: a.id, loserId: b.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await pipelineSql()`update contacts set is_demo = true where email_key = 'b@example.com' and workspace_no = ${ctx.workspaceNo}`;
    await expect(merge(a, b)).rejects.toMatchObject({ code: "CONFLICT" });
    const foreign = await createWorkspace();
    const other = await createContact(foreign, { email: "c@example.com" });
    await expect(merge(a, other)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is undone to exactly what was there: 25 random pairs, merged in chains and taken back", async () => {
    for (const [key, type] of [
      ["plan", "text"],
      ["seats", "number"],
    ] as const)
      await createContactField(ctx, { key, label: key, type });
    const segment = await createSegment(ctx, {
      name: "Named",
      condition: { kind: "attribute", field: "first_name", operator: "is_set" },
    });
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const { id } = await person(`p${n}@example.com`, {
        ...(random(2) && { firstName: `F${n}` }),
        ...(random(2) && { externalId: `x${n}` }),
        attributes: { ...(random(2) && { plan: `plan${random(3)}` }), ...(random(2) && { seats: random(9) }) },
        tags: ["red", "green", "blue"].filter(() => random(2)),
      });
      if (random(3) > 0) await (random(2) ? agree(id) : refuse(id));
      ids.push(id);
    }
    // Lists kept by hand hold some of them, each since its own day.
    for (const name of ["Fair", "Jury"]) {
      const list = await createStaticSegment(ctx, { name });
      for (const id of ids.filter(() => random(2)))
        await addSegmentMembers(
          { ...ctx, now: new Date(ctx.now.getTime() - random(99) * DAY) },
          { segmentId: list.id, from: { kind: "contacts", ids: [id] } },
        );
    }
    const [row] = await pipelineSql()`select segment_no from segments where workspace_no = ${ctx.workspaceNo}`;
    await refreshSegment(ctx.workspaceNo, Number(row?.segment_no));
    const before = await stateOf(ctx);
    for (let trial = 0; trial < 25; trial += 1) {
      const pool = [...ids];
      const done: string[] = [];
      for (let depth = random(3) + 1; depth > 0; depth -= 1) {
        const [winnerId] = pool.splice(random(pool.length), 1);
        const loserId = pool[random(pool.length)];
        if (!winnerId || !loserId) continue;
        pool.splice(pool.indexOf(loserId), 1);
        pool.push(winnerId);
        const choose = Object.fromEntries(
          ["email", "first_name", "external_id", "plan", "seats"].flatMap((key) =>
            random(2) ? [[key, random(2) ? "winner" : "loser"] as const] : [],
          ),
        );
        done.push((await mergeContacts(ctx, { winnerId, loserId, choose })).mergeId);
      }
      for (const mergeId of done.reverse()) await unmergeContacts(ctx, { mergeId });
      expect(await stateOf(ctx)).toEqual(before);
    }
    expect(segment.id).toBeTruthy();
    expect(await segmentsOf(ctx, { contactId: ids[0] ?? "" })).toEqual(expect.any(Array));
  });

  it("puts the winner on the loser's lists since the same day, and off again where nobody put them on since", async () => {
    const [a, b] = [await person("a@example.com"), await person("b@example.com")];
    const earlier = { ...ctx, now: new Date(ctx.now.getTime() - 9 * DAY) };
    const from = (...people: { id: string }[]) => ({ kind: "contacts" as const, ids: people.map(({ id }) => id) });
    const both = await createStaticSegment(ctx, { name: "Both", from: from(a, b) });
    const lists = [both];
    for (const name of ["Kept", "Given", "Again"])
      lists.push(await createStaticSegment(earlier, { name, from: from(b) }));
    // Where a rule decides, nobody is taken over: the next refresh says who belongs there.
    await createSegment(ctx, {
      name: "Rule",
      condition: { kind: "attribute", field: "email", operator: "equals", value: "b@example.com" },
    });
    expect(await refreshSegment(ctx.workspaceNo, 5)).toMatchObject({ members: 1 });
    const ofA = async () =>
      (await segmentsOf(ctx, { contactId: a.id })).map(({ name, enteredAt }) => `${name} ${enteredAt}`).sort();
    const then = earlier.now.toISOString();
    const { mergeId } = await merge(a, b);
    const merged = [`Again ${then}`, `Both ${ctx.now.toISOString()}`, `Given ${then}`, `Kept ${then}`];
    expect(await ofA()).toEqual(merged);
    const again = lists.find(({ name }) => name === "Again")?.id ?? "";
    await removeSegmentMembers(ctx, { segmentId: again, from: from(a) });
    await addSegmentMembers(ctx, { segmentId: again, from: from(a) });
    await unmergeContacts(ctx, { mergeId });
    expect(await ofA()).toEqual([`Again ${ctx.now.toISOString()}`, `Both ${ctx.now.toISOString()}`]);
    const counts = await pipelineSql()`
      select s.name, s.member_count::int as kept, count(m.*)::int as rows from segments s
        left join segment_members m using (workspace_no, segment_no)
       where s.workspace_no = ${ctx.workspaceNo} group by 1, 2 order by 1`;
    expect(counts.map(({ name, kept, rows }) => [name, kept, rows])).toEqual([
      ["Again", 2, 2],
      ["Both", 2, 2],
      ["Given", 1, 1],
      ["Kept", 1, 1],
      ["Rule", 1, 1],
    ]);
  });

  it("keeps what happened since: edits stay, a no holds for both, a yes only where it was said", async () => {
    const [a, b] = [
      await person("a@example.com", { firstName: "Ada" }),
      await person("b@example.com", { firstName: "Bea" }),
    ];
    await agree(a.id);
    await agree(b.id);
    const loserNo = await numberOf(b.id);
    const { mergeId } = await merge(a, b, { first_name: "winner", email: "winner" });
    await updateContact(ctx, { id: a.id, firstName: "Augusta", lastName: "King" });
    // The link of a message to the contact that is gone speaks for the person.
    await revokeConsent(
      { ...ctx, actor: { type: "recipient", contactNo: loserNo } },
      { contactNo: loserNo, source: "recipient_page" },
    );
    expect(await getConsent(ctx, { contactId: a.id })).toMatchObject({ state: "denied" });
    await unmergeContacts(ctx, { mergeId });
    expect(await getContact(ctx, { id: a.id })).toMatchObject({ firstName: "Augusta", lastName: "King" });
    expect(await getContact(ctx, { id: b.id })).toMatchObject({ id: b.id, firstName: "Bea", email: "b@example.com" });
    expect(await getConsent(ctx, { contactId: a.id })).toMatchObject({ state: "denied" });
    expect(await getConsent(ctx, { contactId: b.id })).toMatchObject({ state: "denied" });

    const [c, d] = [await person("c@example.com"), await person("d@example.com")];
    await refuse(d.id);
    const second = await merge(c, d);
    await agree(c.id);
    await unmergeContacts(ctx, { mergeId: second.mergeId });
    expect(await getConsent(ctx, { contactId: c.id })).toMatchObject({ state: "granted" });
    expect(await getConsent(ctx, { contactId: d.id })).toMatchObject({ state: "denied" });
  });

  it("lets a suppression that others made since stand, and refuses to undo over a new owner of the address", async () => {
    const [a, b] = [await person("a@example.com"), await person("b@example.com")];
    await refuse(b.id);
    const { mergeId } = await merge(a, b, { email: "winner" });
    await addSuppression(ctx, { addresses: ["b@example.com"] });
    const newcomer = await person("b@example.com");
    await expect(unmergeContacts(ctx, { mergeId })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { existingId: newcomer.id },
    });
    await deleteContacts(ctx, { ids: [newcomer.id] });
    await unmergeContacts(ctx, { mergeId });
    expect((await stateOf(ctx)).suppressed).toEqual([{ address_key: "b@example.com", reason: "unsubscribed" }]);
    await expect(unmergeContacts(ctx, { mergeId })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("can be undone for thirty days only, and not once the person was deleted", async () => {
    const [a, b, c] = [await person("a@example.com"), await person("b@example.com"), await person("c@example.com")];
    const first = await merge(a, b);
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 30 * DAY) };
    await expect(unmergeContacts(later, { mergeId: first.mergeId })).rejects.toMatchObject({ code: "CONFLICT" });
    const second = await merge(c, a);
    await expect(unmergeContacts(ctx, { mergeId: first.mergeId })).rejects.toMatchObject({
      message: expect.stringContaining("Undo that merge first"),
    });
    await deleteContacts(ctx, { ids: [b.id] });
    for (const { mergeId } of [first, second])
      await expect(unmergeContacts(ctx, { mergeId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const kept = await pipelineSql()`select 1 from contact_merges where workspace_no = ${ctx.workspaceNo}`;
    expect(kept).toHaveLength(0);
  });

  describe("while a campaign is under way", () => {
    const send = (ref: { workspaceNo: number; runNo: number }, maxBatches = 10) =>
      sendBatches(ref, { maxMs: 60_000, maxBatches, leaseSeconds: 30 });
    const sent = async (ref: { workspaceNo: number; runNo: number }) =>
      (
        await pipelineSql()`select to_address from local_messages where workspace_no = ${ref.workspaceNo} order by 1`
      ).map((row) => row.to_address);

    it("writes to the person once when both wait in the audience, and says why not twice", async () => {
      const [a, b] = [await person("a@example.com"), await person("b@example.com")];
      for (const { id } of [a, b]) await agree(id);
      const ref = await makeRun(ctx);
      await merge(a, b, { email: "loser" });
      await send(ref);
      const counts = await runCounts(ctx, { runNo: ref.runNo });
      expect(counts).toMatchObject({ accepted: 1, skipped: 1, skips: [{ reason: "duplicate", people: 1 }] });
    });

    it.each(BOTH)("writes nothing to the %s's other half once one of them has got it", async (first) => {
      const [a, b] = [await person("a@example.com"), await person("b@example.com")];
      for (const { id } of [a, b]) await agree(id);
      const ref = await makeRun(ctx, { isHeld: true });
      const gotIt = await numberOf(first === "winner" ? a.id : b.id);
      await pipelineSql()`
        insert into deliveries (workspace_no, run_no, batch_no, seq, contact_no, at, status)
        select workspace_no, run_no, batch_no, seq, contact_no, now(), 1 from run_recipients
         where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and contact_no = ${gotIt}`;
      const { mergeId } = await merge(a, b, { email: "loser" });
      // Also when the merge is taken back before the second turn comes: the address had moved.
      if (first === "winner") await unmergeContacts(ctx, { mergeId });
      await pipelineSql()`update send_runs set state = 'ready' where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo}`;
      await passTime(ref);
      await send(ref);
      expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({
        accepted: 1,
        skips: [{ reason: "duplicate", people: 1 }],
      });
    });

    it("never reaches one person twice nor anybody after a no: merges against claims, in random order", async () => {
      const people: { id: string; no: number }[] = [];
      for (let n = 0; n < 24; n += 1) {
        const { id } = await person(`q${n}@example.com`);
        await agree(id);
        people.push({ id, no: await numberOf(id) });
      }
      const ref = await makeRun(ctx, { isHeld: true });
      await pipelineSql()`update send_runs set state = 'ready' where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo}`;
      const pairs = people.slice(0, 12).map((winner, i) => ({ winner, loser: people[i + 12] ?? winner }));
      let refused = new Set<number>();
      await Promise.all([
        send(ref),
        ...pairs.map(async ({ winner, loser }, i) => {
          if (i % 3 === 0)
            await revokeConsent(
              { ...ctx, actor: { type: "recipient", contactNo: loser.no } },
              { contactNo: loser.no, source: "recipient_page" },
            ).then(() => refused.add(i));
          await merge(winner, loser, { email: i % 2 ? "winner" : "loser" });
        }),
      ]);
      await passTime(ref);
      await send(ref);
      const rows = await pipelineSql()<{ contact_no: string; n: number }[]>`
        select contact_no, count(*)::int as n from deliveries
         where workspace_no = ${ref.workspaceNo} and run_no = ${ref.runNo} and status = 1 group by 1`;
      const got = new Set(rows.map((row) => Number(row.contact_no)));
      const counts = await runCounts(ctx, { runNo: ref.runNo });
      expect(counts.pending).toBe(0);
      for (const [i, { winner, loser }] of pairs.entries()) {
        // Both only when both had theirs before they became one; then no address twice.
        if (!got.has(winner.no) && !got.has(loser.no)) expect(refused.has(i)).toBe(true);
        expect((await mayWriteTo(winner.no)).permits.length).toBe(refused.has(i) ? 0 : 1);
      }
      refused = new Set();
      const addresses = await sent(ref);
      expect(new Set(addresses).size).toBe(addresses.length);
    });
  });
});
