import "server-only";
import { addSuppression } from "@/server/consent";
import { pipelineSql } from "@/server/platform/db";
import type { Located } from "../locate-messages";
import { type AddressNews, SOFT_BOUNCE_LIMIT, softBouncesInARow } from "../rules/soft-bounces";
import { providerCtx } from "./suppress-bounced";

/**
 * Suppresses addresses whose last five messages all bounced softly. Looked at after the news is stored, also when it was
 * known already: whichever of two at once comes last sees all five, and a crash in between is made good by the repeat.
 */
export async function suppressSoftBounced(
  workspaceNo: number,
  source: string,
  found: readonly Located[],
): Promise<void> {
  const soft = found.filter(({ notification: n }) => n.kind === "bounced" && !n.isHard && !n.isAboutMessage);
  const suspects = new Map(soft.flatMap(({ contactNo, addressKey }) => (addressKey ? [[contactNo, addressKey]] : [])));
  for (const [contactNo, addressKey] of suspects) {
    const inARow = softBouncesInARow(await newsOf(workspaceNo, contactNo));
    if (inARow < SOFT_BOUNCE_LIMIT) continue;
    await addSuppression(await providerCtx(workspaceNo, source), {
      addresses: [addressKey],
      channel: "email",
      reason: "hard_bounce",
      note: `${inARow} soft bounces in a row without a delivery between them.`,
    });
  }
}

/** Leans on run_recipients_contact and delivery_events_message. */
async function newsOf(workspaceNo: number, contactNo: number): Promise<AddressNews[]> {
  const rows = await pipelineSql()<{ message: string; kind: string; at: Date }[]>`
    select concat_ws(':', e.run_no, e.batch_no, e.seq) as message, e.kind, e.at
      from run_recipients r
      join delivery_events e on e.workspace_no = r.workspace_no and e.run_no = r.run_no and e.batch_no = r.batch_no
                            and e.seq = r.seq
     where r.workspace_no = ${workspaceNo} and r.contact_no = ${contactNo}
       and (e.kind = 'delivered' or e.bounce_class = 'soft')`;
  return rows.map(({ message, kind, at }) => ({ message, kind: kind === "delivered" ? kind : "soft_bounce", at }));
}
