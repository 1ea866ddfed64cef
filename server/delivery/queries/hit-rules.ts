import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { defineQuery } from "@/server/platform/command";
import { HIT_RULE_VERSION, HIT_RULES } from "../rules/classify-hit";

export type HitRulesInForce = {
  /** The version that judges hits from now on. */
  version: number;
  /** Newest first, with how many stored hits each judged and how many of them it called a machine's. */
  rules: { version: number; says: string; hits: number; machines: number }[];
  /** Hits an older version judged. */
  older: number;
};

/** The rules that tell people from machines, and which of them judged what is stored. One pass over the hits. */
export const getHitRules = defineQuery({
  name: "delivery.hit-rules",
  permission: "campaign:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<HitRulesInForce> {
    const rows = await tx.execute<{ rule_version: number; hits: number; machines: number }>(sql`
      select rule_version, count(*)::int as hits, (count(*) filter (where verdict = 'machine'))::int as machines
        from message_hits where workspace_no = ${ctx.workspaceNo} group by rule_version`);
    const rules = HIT_RULES.map(({ version, says }) => {
      const row = rows.find((one) => one.rule_version === version);
      return { version, says, hits: row?.hits ?? 0, machines: row?.machines ?? 0 };
    }).reverse();
    const older = rules.reduce((sum, rule) => (rule.version < HIT_RULE_VERSION ? sum + rule.hits : sum), 0);
    return { version: HIT_RULE_VERSION, rules, older };
  },
});
