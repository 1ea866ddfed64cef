import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { ProviderState } from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import { providers } from "@/drizzle/schema/channels";
import { providerHealth, sendCounts } from "@/drizzle/schema/delivery";
import { defineQuery } from "@/server/platform/command";
import { nextWarmUpDay, warmUpToday } from "../rules/throttle";

/** How each provider is doing: whether it takes messages, and how far today's part of its warm-up plan is. */
export const providerStates = defineQuery({
  name: "delivery.provider-states",
  permission: "provider:read",
  input: z.object({}),
  async run(ctx, _input, tx): Promise<{ data: ProviderState[]; hasMore: false; nextCursor: null }> {
    const [home] = await tx.execute<{ time_zone: string }>(sql`
      select time_zone from workspaces where workspace_no = ${ctx.workspaceNo}`);
    const timeZone = home?.time_zone ?? "UTC";
    const rows = await tx
      .select({ id: providers.id, limits: providers.limits, providerNo: providers.providerNo, health: providerHealth })
      .from(providers)
      .leftJoin(
        providerHealth,
        and(eq(providerHealth.workspaceNo, providers.workspaceNo), eq(providerHealth.providerNo, providers.providerNo)),
      )
      .where(eq(providers.workspaceNo, ctx.workspaceNo))
      .orderBy(providers.providerNo);
    const days = await tx
      .select({ providerNo: sendCounts.providerNo, slot: sendCounts.slot, used: sendCounts.used })
      .from(sendCounts)
      .where(and(eq(sendCounts.workspaceNo, ctx.workspaceNo), eq(sendCounts.scope, "day")));
    const data = rows.map(({ id, limits, providerNo, health }): ProviderState => {
      const plan = limits.warmUp;
      const today = plan ? warmUpToday(plan, ctx.now, timeZone) : null;
      const used = days.find((day) => day.providerNo === providerNo && day.slot === today?.day)?.used ?? 0;
      return {
        providerId: publicId("provider", id),
        failuresInARow: health?.failures ?? 0,
        pausedUntil: health?.openUntil && health.failures >= 5 ? health.openUntil.toISOString() : null,
        lastFailure: health?.lastFailure ?? null,
        lastFailureAt: health?.lastFailureAt?.toISOString() ?? null,
        warmUp:
          plan && today
            ? { perDay: today.perDay, used, nextDayAt: nextWarmUpDay(plan, ctx.now, timeZone).toISOString() }
            : null,
      };
    });
    return { data, hasMore: false, nextCursor: null };
  },
});
