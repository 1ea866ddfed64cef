import "server-only";
import { publicId } from "@/contracts/ids";
import { type MergeableColumns, type MergeSnapshot, mergeContactsSchema } from "@/contracts/merges";
import { mergeCompanies } from "@/server/companies";
import { mergeConsent, takeConsentAside } from "@/server/consent";
import {
  joinContacts,
  lockAddresses,
  lockPair,
  type MergePair,
  mergeable,
  mergeColumns,
  newMerge,
  recordMerge,
  shareFields,
  toTaggedContact,
} from "@/server/contacts";
import { defineCommand } from "@/server/platform/command";
import { demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { leaveSegments, refreshesFor, takeOverLists } from "@/server/segments";
import { mergeRefusal } from "../rules/merge-refusal";

/**
 * Makes one contact of two. Everything happens in one transaction under the address lock, so that no permit is handed
 * out half-way: fields as chosen, tags and companies of both, a no of either. Rows of the ledger, of messages and of
 * segment history keep their number and are read through the merge. `unmergeContacts` takes it back.
 */
export const mergeContacts = defineCommand({
  name: "contact.merge",
  permission: "contact:write",
  input: mergeContactsSchema,
  async run(ctx, input, tx) {
    demand(ctx, "consent:write");
    demand(ctx, "contact:pii");
    const { workspaceNo } = ctx;
    await lockAddresses(tx, workspaceNo);
    await shareFields(tx, workspaceNo);
    const merge = await newMerge(tx, ctx);
    const pair = await lockPair(tx, workspaceNo, input);
    const refusal = mergeRefusal(pair.winner, pair.loser);
    if (refusal) throw new AppError("CONFLICT", refusal);
    const written = mergeColumns(pair.winner, pair.loser, input.choose);
    const numbers = { winnerNo: pair.winner.contactNo, loserNo: pair.loser.contactNo };
    const aside = await takeConsentAside(tx, workspaceNo, [numbers.winnerNo, numbers.loserNo]);
    const left = await leaveSegments(tx, workspaceNo, numbers.loserNo);
    const memberships = { loser: left, given: await takeOverLists(tx, workspaceNo, numbers.winnerNo, left) };
    const companies = await mergeCompanies(tx, workspaceNo, numbers);
    const tags = await joinContacts(tx, ctx, pair, written);
    const mergeId = publicId("merge", merge.id);
    const consent = await mergeConsent(tx, ctx, { ...numbers, mergeId, aside, freed: freedAddresses(pair, written) });
    const before = snapshotOf(pair, written);
    await recordMerge(tx, ctx, pair, { ...merge, snapshot: { ...before, tags, consent, memberships, companies } });
    const refreshes = await refreshesFor(tx, workspaceNo, numbers.winnerNo, memberships.loser);
    const [winnerId, loserId] = [publicId("contact", pair.winner.id), publicId("contact", pair.loser.id)];
    return {
      result: {
        mergeId,
        contact: await toTaggedContact(tx, ctx, { ...pair.winner, ...written, updatedAt: ctx.now }),
      },
      audit: [
        {
          action: "contact.merge",
          entityType: "contact",
          entityId: pair.winner.id,
          changes: { merge: mergeId, took: loserId, fields: changedFields(pair, written) },
        },
        {
          action: "contact.merged-into",
          entityType: "contact",
          entityId: pair.loser.id,
          changes: { merge: mergeId, into: winnerId },
        },
      ],
      events: [
        { name: "contact.merged", data: { workspaceNo, contactNo: numbers.loserNo, intoNo: numbers.winnerNo } },
        ...refreshes,
      ],
    };
  },
});

/** Addresses of either that the merged contact does not have. */
const freedAddresses = ({ winner, loser }: MergePair, written: MergeableColumns): string[] =>
  [winner.emailKey, loser.emailKey].filter((key) => key !== null && key !== written.emailKey) as string[];

const snapshotOf = (
  { winner, loser }: MergePair,
  written: MergeableColumns,
): Pick<MergeSnapshot, "winner" | "written" | "loser" | "winnerLastActiveAt"> => ({
  winner: mergeable(winner),
  written,
  loser: {
    ...mergeable(loser),
    isDemo: loser.isDemo,
    createdAt: loser.createdAt.toISOString(),
    lastActiveAt: loser.lastActiveAt?.toISOString() ?? null,
  },
  winnerLastActiveAt: winner.lastActiveAt?.toISOString() ?? null,
});

function changedFields({ winner }: MergePair, written: MergeableColumns): string[] {
  const { attributes, emailKey: _, ...columns } = written;
  const changed = Object.keys(columns).filter(
    (key) => columns[key as keyof typeof columns] !== winner[key as keyof typeof columns],
  );
  const keys = new Set([...Object.keys(attributes), ...Object.keys(winner.attributes)]);
  return [
    ...changed,
    ...[...keys].filter((key) => attributes[key] !== winner.attributes[key]).map((key) => `attributes.${key}`),
  ];
}
