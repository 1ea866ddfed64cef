import { sql } from "drizzle-orm";
import { eligibilitySql } from "@/server/consent";
import { createRun, materialiseAudience } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { inPipeline } from "@/server/platform/db";
import { addBenchPeople, benchWorkspace } from "./people";
import { type Figure, median, repeat, seconds } from "./report";
import { CONTENT } from "./sending";

/** The audience statement of a campaign beside the bare SELECT that asks who may be written to. */
export async function benchAudience(people: number): Promise<Figure[]> {
  const ctx = await benchWorkspace("Audience");
  await addBenchPeople(ctx, people);
  await countEligible(ctx);
  const bare = median(await repeat(3, () => countEligible(ctx)));
  let launch = 0;
  const ours = median(
    await repeat(3, async () => {
      launch += 1;
      await materialise(ctx, `bench-${launch}`, people);
    }),
  );
  return [
    {
      job: `audience of a campaign, ${people.toLocaleString("en")} candidates`,
      ours: seconds(ours),
      baseline: `eligibility SELECT ${seconds(bare)}`,
      ratio: `${(ours / bare).toFixed(2)} ×`,
      bar: "≤ 2.5 ×",
      reached: ours <= 2.5 * bare,
      note: "a row for everybody, also for those refused (with the reason), two indexes, batches of 1,000, one transaction",
    },
  ];
}

function countEligible({ workspaceNo }: Ctx): Promise<unknown> {
  const { joins, code } = eligibilitySql({ purpose: "marketing", channel: "email", refuseDemo: true });
  return inPipeline(async (tx) => {
    await tx.execute(sql`set local enable_nestloop = off`);
    await tx.execute(sql`
      select count(*) filter (where skip is null)
        from (select ${sql.raw(code)} as skip from contacts c ${sql.raw(joins)} where c.workspace_no = ${workspaceNo}) judged`);
  });
}

async function materialise(ctx: Ctx, launchKey: string, people: number): Promise<void> {
  const { runNo } = await createRun(ctx, { kind: "campaign", sourceNo: 1, launchKey, providerNo: 1, content: CONTENT });
  const counts = await materialiseAudience(ctx, {
    runNo,
    condition: sql`true`,
    refuseDemo: true,
  });
  if (counts.audience !== people || counts.queued !== people * 0.8)
    throw new Error(`expected ${people} people, found ${JSON.stringify(counts)}`);
}
