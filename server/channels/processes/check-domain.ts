import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { type SendingDomain, type SendingRecord, sendingDomainSchema } from "@/contracts/sending-domains";
import { defineProcess } from "@/server/platform/command";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { recordDomainCheck, storeDomain, storeNextKey } from "../commands/write-domain";
import { createDkimKey } from "../dkim-key";
import { createLookUp, type LookUp } from "../dns";
import { type DomainParts, domainOfAddress, loadDomain } from "../domains";
import { oneLine } from "../email/mime";
import { type DnsAnswer, type DomainFacts, dmarcNames, expectedRecords, judgeRecord } from "../rules/domain-records";

/** Looks at every record of a domain and keeps what was found. The look-ups are outside any transaction. */
async function check(ctx: Ctx, domainId: string, lookUp: LookUp = createLookUp()): Promise<SendingDomain> {
  const parts = await inWorkspace(ctx.workspaceNo, (tx) => loadDomain(tx, ctx.workspaceNo, domainId));
  const records = await Promise.all(
    expectedRecords(factsOf(parts)).map(async (expected): Promise<SendingRecord> => {
      const names = expected.purpose === "dmarc" ? dmarcNames(parts.row.domain) : [expected.name];
      return judgeRecord(expected, tidy(await firstFound(lookUp, expected.type, names)));
    }),
  );
  return recordDomainCheck(ctx, { domainId, records });
}

async function firstFound(lookUp: LookUp, type: SendingRecord["type"], names: string[]): Promise<DnsAnswer> {
  for (const name of names) {
    const answer = await lookUp(type, name);
    const isPolicy = names.length === 1 || (answer.kind === "found" && answer.values.some((v) => /^v=DMARC1/i.test(v)));
    if (answer.kind === "failed" || (answer.kind === "found" && isPolicy)) return answer;
  }
  return { kind: "none" };
}

/** A record holds what its owner wrote: nothing that a database or a screen chokes on. */
const tidy = (answer: DnsAnswer): DnsAnswer =>
  answer.kind === "found"
    ? { kind: "found", values: answer.values.map((v) => oneLine(v).slice(0, 1_000).toWellFormed()) }
    : answer;

const factsOf = ({ row, keys, roads }: DomainParts): DomainFacts => ({
  domain: row.domain,
  keys: keys.map(({ selector, publicKey, state }) => ({ selector, publicKey, state })),
  roads: roads.map(({ kind, name, settings }) => ({
    kind,
    name,
    host: settings.kind === "smtp" ? settings.host : null,
    returnPathDomain: settings.kind === "smtp" && settings.returnPath ? domainOfAddress(settings.returnPath) : null,
  })),
  trackingHost: new URL(env().APP_URL).hostname,
});

/** Adds a domain with a fresh key and looks at its records at once. */
export const addDomain = defineProcess({
  name: "sending-domain.create",
  permission: "provider:manage",
  input: z.object({ domain: sendingDomainSchema }),
  async run(ctx, { domain }) {
    const { domainId } = await storeDomain(ctx, { domain, key: await createDkimKey() });
    return check(ctx, domainId);
  },
});

/** The button "Check again". */
export const checkDomain = defineProcess({
  name: "sending-domain.check",
  permission: "provider:manage",
  input: z.object({ domainId: idOf("sendingDomain") }),
  run: (ctx, { domainId }) => check(ctx, domainId),
});

/** Makes the next key of a domain and looks at its records at once. */
export const rotateDkimKey = defineProcess({
  name: "sending-domain.next-key",
  permission: "provider:manage",
  input: z.object({ domainId: idOf("sendingDomain") }),
  async run(ctx, { domainId }) {
    const stored = await storeNextKey(ctx, { domainId, key: await createDkimKey() });
    return check(ctx, stored.domainId);
  },
});

const BATCH = 200;

/**
 * The background check: domains that wait for records every hour, verified ones every six. One that cannot be read does
 * not keep the others from their turn.
 */
export async function checkDueDomains(now = new Date(), lookUp?: LookUp): Promise<{ checked: number }> {
  const due = await pipelineSql()<{ workspace_no: number; workspace_id: string; id: string }[]>`
    select d.workspace_no, w.id as workspace_id, d.id from sending_domains d
      join workspaces w on w.workspace_no = d.workspace_no
     where d.checked_at is null
        or d.checked_at < ${now}::timestamptz - case when d.status = 'verified' then interval '6 hours' else interval '1 hour' end
     order by d.checked_at nulls first limit ${BATCH}`;
  let checked = 0;
  for (const { workspace_no: workspaceNo, workspace_id: workspaceId, id } of due) {
    try {
      await check(jobCtx({ workspaceNo, workspaceId }, "check-domains", now), id, lookUp);
      checked += 1;
    } catch (error) {
      logger().warn({ err: error, workspaceNo, domainId: id }, "a sending domain could not be checked");
    }
  }
  return { checked };
}
