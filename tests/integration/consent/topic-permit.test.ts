import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { choosePreferences, createTopic, eligibilitySql, requestPermits, revokeConsent } from "@/server/consent";
import { sendBatches } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, LETTER, makeRun, passTime } from "../../support/sending";

const STATES = [null, "granted", "denied", "pending"] as const;
const SOURCES = ["double_opt_in", "recipient_page", "member", "import"] as const;
type Kind = {
  all: (typeof STATES)[number];
  topic: (typeof STATES)[number];
  source: (typeof SOURCES)[number];
  /** Whether the word about the topic came after the word about everything. */
  isTopicLater: boolean;
  isPaused: boolean;
};
const KINDS: Kind[] = STATES.flatMap((all) =>
  STATES.flatMap((topic) =>
    SOURCES.flatMap((source) =>
      [true, false].flatMap((isTopicLater) =>
        [true, false].map((isPaused) => ({ all, topic, source, isTopicLater, isPaused })),
      ),
    ),
  ),
);
const TOPICS = [
  { defaultIn: true, doubleOptIn: false },
  { defaultIn: false, doubleOptIn: false },
  { defaultIn: false, doubleOptIn: true },
];

/** The rules of features.md §4.4 once more, in words of the test. */
function expected(kind: Kind, topic: (typeof TOPICS)[number]): SkipReason | null {
  const isOwnWord = kind.source === "double_opt_in" || kind.source === "recipient_page";
  const hasChosenSince = kind.topic === "granted" && isOwnWord && kind.isTopicLater;
  if (kind.all === "denied" && !hasChosenSince) return "opted_out";
  if (kind.topic === "denied") return "topic_denied";
  if (kind.topic === "pending") return "topic_pending";
  if (kind.all === "pending") return "consent_pending";
  if (kind.topic === "granted" && topic.doubleOptIn && !isOwnWord) return "topic_unconfirmed";
  if (kind.topic === null && !topic.defaultIn) return "topic_not_granted";
  if (kind.topic === null && kind.all !== "granted") return "no_consent";
  return kind.isPaused ? "paused" : null;
}

async function addKinds(ctx: Ctx, topicNos: number[], kinds: Kind[]): Promise<void> {
  const sql = pipelineSql();
  for (const [i, kind] of kinds.entries()) {
    const email = `p${i}@example.com`;
    await sql`insert into contacts (workspace_no, contact_no, id, email, email_key)
      values (${ctx.workspaceNo}, ${i + 1}, ${randomUUID()}, ${email}, ${email})`;
    if (kind.all)
      await sql`insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
        values (${ctx.workspaceNo}, ${i + 1}, 'email', 0, ${kind.all}, 'member', '2026-03-01Z')`;
    if (kind.topic)
      await sql`insert into consent_state (workspace_no, contact_no, channel, topic_no, state, source, at)
        select ${ctx.workspaceNo}, ${i + 1}, 'email', t, ${kind.topic}, ${kind.source},
               ${kind.isTopicLater ? "2026-04-01Z" : "2026-02-01Z"}::timestamptz from unnest(${topicNos}::int[]) t`;
    if (kind.isPaused)
      await sql`insert into contact_preferences (workspace_no, contact_no, paused_until)
        values (${ctx.workspaceNo}, ${i + 1}, now() + interval '30 days')`;
  }
}

describe("permits for messages of a topic", () => {
  useTestDatabase();
  let ctx: Ctx;
  const topicNos = [1, 2, 3];
  beforeAll(async () => {
    ctx = await createWorkspace();
    const neighbour = await createWorkspace();
    for (const [i, topic] of TOPICS.entries())
      for (const [workspace, turn] of [
        [ctx, i],
        [neighbour, (i + 1) % 3],
      ] as const)
        await createTopic(workspace, { name: `T${i}`, visibility: "public", ...(TOPICS[turn] ?? topic) });
    await addKinds(ctx, topicNos, KINDS);
    // The same numbers next door, with other answers.
    await addKinds(neighbour, topicNos, KINDS.toReversed());
  });

  it.each(TOPICS.map((topic, i) => ({ ...topic, topicNo: i + 1 })))(
    "gives permit and audience statement the verdict of the rules (in by default: $defaultIn, confirmed: $doubleOptIn)",
    async ({ topicNo, ...topic }) => {
      const want = KINDS.map((kind) => expected(kind, topic));
      const rules = { purpose: "marketing", channel: "email", topicNo } as const;
      const answer = await pipelineSql().begin((tx) =>
        requestPermits(tx, {
          ...rules,
          workspaceNo: ctx.workspaceNo,
          recipients: KINDS.map((_, seq) => ({ seq, contactNo: seq + 1 })),
        }),
      );
      const got = new Map<number, SkipReason | null>(answer.refusals.map((r) => [r.seq, r.reason]));
      for (const permit of answer.permits) got.set(permit.seq, null);
      expect(KINDS.map((_, seq) => got.get(seq))).toEqual(want);
      const sql = pipelineSql();
      const { joins, code } = eligibilitySql({ ...rules, refuseDemo: false });
      const audience = await sql<{ code: number | null }[]>`
        select ${sql.unsafe(code)} as code from contacts c ${sql.unsafe(joins)}
         where c.workspace_no = ${ctx.workspaceNo} order by c.contact_no`;
      expect(audience.map((row) => row.code)).toEqual(want.map((w) => (w === null ? null : SKIP_CODES[w])));
    },
  );

  it("ends a pause with its time, and asks no topic or pause of mail that is not marketing", async () => {
    const own = await createWorkspace();
    await addPeople(own, 1);
    const sql = pipelineSql();
    const ask = (purpose: "marketing" | "transactional") =>
      sql.begin(async (tx) => {
        const recipients = [{ seq: 1, contactNo: 1 }];
        const request = { workspaceNo: own.workspaceNo, purpose, channel: "email", topicNo: 7 } as const;
        const { refusals } = await requestPermits(tx, { ...request, recipients, topicNo: null });
        return refusals[0]?.reason ?? "permitted";
      });
    const pause = (until: string) =>
      sql`insert into contact_preferences (workspace_no, contact_no, paused_until) values (${own.workspaceNo}, 1, ${until})
        on conflict (workspace_no, contact_no) do update set paused_until = excluded.paused_until`;
    await pause("2999-01-01Z");
    expect([await ask("marketing"), await ask("transactional")]).toEqual(["paused", "permitted"]);
    await pause("2020-01-01Z");
    expect(await ask("marketing")).toBe("permitted");
  });
});

describe("a limit somebody set", () => {
  useTestDatabase();

  it("is never exceeded by eight sendings at once, and each person gets exactly what they allowed", async () => {
    const ctx = await createWorkspace();
    const people = await addPeople(ctx, 12);
    for (const contactNo of people)
      await choosePreferences(
        { ...ctx, actor: { type: "recipient", contactNo } },
        { contactNo, topics: [], cap: { count: (contactNo % 3) + 1, period: "week" }, evidence: "test" },
      );
    const runs = await Promise.all(Array.from({ length: 8 }, () => makeRun(ctx)));
    const send = () => Promise.all(runs.map((run) => sendBatches(run, { maxMs: 60_000, maxBatches: 10 })));
    await send();
    for (const run of runs) await passTime(run);
    await send();
    const rows = await pipelineSql()<{ contact_no: string; got: number; capped: number }[]>`
      select contact_no, count(*) filter (where status = 1)::int as got, count(*) filter (where skip = ${SKIP_CODES.capped})::int as capped
        from deliveries where workspace_no = ${ctx.workspaceNo} group by contact_no order by contact_no`;
    expect(rows.map((row) => [row.got, row.got + row.capped])).toEqual(people.map((no) => [(no % 3) + 1, 8]));
  });

  it("counts only what is within its window, and does not hold back transactional mail", async () => {
    const ctx = await createWorkspace();
    await addPeople(ctx, 1);
    const asOne: Ctx = { ...ctx, actor: { type: "recipient", contactNo: 1 } };
    await choosePreferences(asOne, {
      contactNo: 1,
      topics: [],
      cap: { count: 1, period: "week" },
      evidence: "test",
    });
    const limits = { maxMs: 60_000, maxBatches: 10 };
    const verdicts = async () =>
      (
        await pipelineSql()<{ status: number }[]>`
          select status from deliveries where workspace_no = ${ctx.workspaceNo} order by run_no`
      ).map((row) => row.status);
    await sendBatches(await makeRun(ctx), limits);
    await sendBatches(await makeRun(ctx), limits);
    await sendBatches(await makeRun(ctx, { content: { ...LETTER, purpose: "transactional" } }), limits);
    expect(await verdicts()).toEqual([1, 2, 1]);
    await pipelineSql()`update deliveries set at = at - interval '7 days 1 minute' where workspace_no = ${ctx.workspaceNo}`;
    await sendBatches(await makeRun(ctx), limits);
    expect((await verdicts()).at(-1)).toBe(1);
  });

  it("refuses a campaign of a topic once its people said no to it, also when they are queued", async () => {
    const ctx = await createWorkspace();
    const people = await addPeople(ctx, 40);
    await createTopic(ctx, { name: "Recipes", visibility: "public", defaultIn: true, doubleOptIn: false });
    const run = await makeRun(ctx, { content: { ...LETTER, topicNo: 1 } });
    const gone = people.filter((no) => no % 2 === 0);
    await Promise.all([
      ...gone.map((contactNo) =>
        revokeConsent(
          { ...ctx, actor: { type: "recipient", contactNo } },
          { contactNo, topicNo: 1, source: "recipient_page" },
        ),
      ),
    ]);
    await sendBatches(run, { maxMs: 60_000, maxBatches: 10 });
    const rows = await pipelineSql()<{ contact_no: string }[]>`
      select contact_no from deliveries where workspace_no = ${ctx.workspaceNo} and status = 1`;
    expect(rows.map((row) => Number(row.contact_no)).sort((a, b) => a - b)).toEqual(people.filter((no) => no % 2));
  });
});
