import "server-only";
import { sql } from "drizzle-orm";
import { type RetypeForecast, type RetypeSample, retypeContactFieldSchema } from "@/contracts/contact-fields";
import type { AttributeValue } from "@/contracts/contacts";
import { defineQuery } from "@/server/platform/command";
import { usesOfFields } from "../field-uses";
import { lockField } from "../fields";
import { convertValue } from "../rules/convert-value";

const SAMPLES = 20;

/**
 * What a change of type would do to everybody, by the same rule as the change itself; writes nothing. Equal values are
 * counted together, so the cost is one pass over the workspace's contacts.
 */
export const forecastRetype = defineQuery({
  name: "contact-field.forecast-retype",
  permission: "contact:write",
  input: retypeContactFieldSchema,
  async run(ctx, { id, type, options }, tx): Promise<RetypeForecast> {
    const field = await lockField(tx, ctx.workspaceNo, id);
    const rows = await tx.execute<{ value: AttributeValue | null; people: number }>(sql`
      select attributes -> ${field.key}::text as value, count(*)::int as people
        from contacts where workspace_no = ${ctx.workspaceNo}::int group by 1`);
    const uses = await usesOfFields(tx, ctx.workspaceNo, { keys: [field.key], next: { key: field.key, type } });
    const forecast: RetypeForecast = {
      converted: 0,
      emptied: 0,
      unreadable: 0,
      without: 0,
      samples: [],
      usedBy: uses.get(field.key) ?? [],
    };
    const samples: RetypeSample[] = [];
    for (const { value, people } of rows) {
      if (value === null) {
        forecast.without += people;
        continue;
      }
      const checked = convertValue(field.type, type, value, options);
      if (!checked.ok) {
        forecast.unreadable += people;
        samples.push({ value: String(value).slice(0, 80), people, problem: checked.problem });
      } else if (checked.value === null) forecast.emptied += people;
      else forecast.converted += people;
    }
    forecast.samples = samples.sort((a, b) => b.people - a.people || a.value.localeCompare(b.value)).slice(0, SAMPLES);
    return forecast;
  },
});
