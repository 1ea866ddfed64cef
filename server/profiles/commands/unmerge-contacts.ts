import "server-only";
import { z } from "zod";
import { idOf, publicId } from "@/contracts/ids";
import { unmergeCompanies } from "@/server/companies";
import { takeConsentAside, unmergeConsent } from "@/server/consent";
import {
  attributeTypes,
  closeMerge,
  currentContactNo,
  findContactByNo,
  fitAttributes,
  lockAddresses,
  lockMerge,
  lockNumber,
  mergeable,
  separateContacts,
  shareFields,
  undoColumns,
} from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { giveListsBack, refreshesFor, rejoinSegments } from "@/server/segments";
import { undoRefusal } from "../rules/undo-refusal";

/**
 * Takes a merge back within 30 days. Both are what they were, apart from what happened since: edits of the merged
 * contact stay with the winner, a no said meanwhile holds for both, a yes only for the winner, values follow their
 * field's type of today. CONFLICT when an address or id has a new owner.
 */
export const unmergeContacts = defineCommand({
  name: "contact.unmerge",
  permission: "contact:write",
  input: z.object({ mergeId: idOf("merge") }),
  async run(ctx, input, tx) {
    demand(ctx, "consent:write");
    const { workspaceNo } = ctx;
    await lockAddresses(tx, workspaceNo);
    await shareFields(tx, workspaceNo);
    const merge = await lockMerge(tx, workspaceNo, input.mergeId);
    const winner = await lockNumber(tx, workspaceNo, merge.winnerNo);
    const refusal = undoRefusal(
      {
        at: merge.at,
        undoneAt: merge.undoneAt,
        hasSnapshot: merge.snapshot !== null,
        isWinnerThere: winner !== null,
        wentInto: (await currentContactNo(tx, workspaceNo, merge.winnerNo)) !== merge.winnerNo,
      },
      ctx.now,
    );
    const { snapshot } = merge;
    if (refusal || !winner || !snapshot) throw new AppError("CONFLICT", refusal ?? "This merge cannot be undone.");
    const types = await attributeTypes(tx, workspaceNo);
    const fitted = <C extends { attributes: typeof winner.attributes }>(columns: C): C => ({
      ...columns,
      attributes: fitAttributes(columns.attributes, types),
    });
    const columns = {
      winner: undoColumns(mergeable(winner), { before: fitted(snapshot.winner), written: fitted(snapshot.written) }),
      loser: fitted(mergeable(snapshot.loser)),
    };
    const numbers = { winnerNo: merge.winnerNo, loserNo: merge.loserNo };
    const aside = await takeConsentAside(tx, workspaceNo, [merge.winnerNo]);
    await separateContacts(tx, ctx, { ...merge, snapshot }, winner, columns);
    const mergeId = publicId("merge", merge.id);
    await unmergeConsent(tx, ctx, { ...numbers, mergeId, aside }, snapshot.consent);
    await giveListsBack(tx, workspaceNo, merge.winnerNo, snapshot.memberships.given);
    await rejoinSegments(tx, workspaceNo, merge.loserNo, snapshot.memberships.loser);
    await unmergeCompanies(tx, workspaceNo, numbers, snapshot.companies);
    await closeMerge(tx, ctx, merge.mergeNo);
    const back = await findContactByNo(tx, workspaceNo, merge.loserNo);
    if (!back) throw new Error("the contact is not back");
    return {
      result: { contactId: publicId("contact", winner.id), restoredId: publicId("contact", back.id) },
      audit: [winner, back].map((contact) => ({
        action: "contact.unmerge",
        entityType: "contact",
        entityId: contact.id,
        changes: { merge: mergeId },
      })),
      events: [
        { name: "contact.unmerged", data: { workspaceNo, contactNo: merge.loserNo, fromNo: merge.winnerNo } },
        ...(await refreshesFor(tx, workspaceNo, merge.winnerNo, snapshot.memberships.loser)),
      ],
    };
  },
});
