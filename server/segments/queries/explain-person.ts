import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { describeCondition } from "@/contracts/describe-condition";
import { type Condition, conditionSchema } from "@/contracts/documents/condition";
import { idOf, publicId } from "@/contracts/ids";
import type { ExplainedPerson, Explanation } from "@/contracts/segment-insight";
import type { Vocabulary } from "@/contracts/vocabulary";
import { contacts } from "@/drizzle/schema/contacts";
import { defineQuery } from "@/server/platform/command";
import { allowed, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { checkCondition } from "../check-condition";
import { evaluateCondition } from "../evaluate";
import type { EvaluatedContact } from "../evaluated-contact";
import { loadSegment } from "../load";
import { loadEvaluatedContact } from "../load-contact";
import { memberColumns, toMember } from "../members";
import { problemsOf } from "../rules/problems";
import { whatItSaw } from "../saw";
import type { ConditionScope } from "../scope";
import { loadVocabulary } from "../vocabulary";

/** Why somebody is or is not in a saved segment now, beside whether the last refresh had them in it. */
export const explainSegment = defineQuery({
  name: "segment.explain",
  permission: "segment:read",
  input: z.object({ segmentId: idOf("segment"), contactId: idOf("contact") }),
  async run(ctx, input, tx): Promise<ExplainedPerson> {
    const segment = await loadSegment(tx, ctx.workspaceNo, input.segmentId);
    const { all, usable } = await loadVocabulary(tx, ctx.workspaceNo, [segment.condition]);
    const [problem] = problemsOf(segment.condition, usable, all);
    if (problem) throw new AppError("PRECONDITION_FAILED", `The rule is broken: ${problem.detail}`, { problem });
    return explain(ctx, tx, {
      condition: segment.condition,
      vocabulary: all,
      contactId: input.contactId,
      segmentId: segment.id,
    });
  },
});

/** The same for a rule that is being written. Permission as for counting one: answers could spell out hidden addresses. */
export const explainCondition = defineQuery({
  name: "segment.explain-condition",
  permission: "segment:write",
  input: z.object({ condition: conditionSchema, contactId: idOf("contact") }),
  async run(ctx, input, tx): Promise<ExplainedPerson> {
    const { condition, vocabulary } = await checkCondition(tx, ctx.workspaceNo, input.condition);
    return explain(ctx, tx, { condition, vocabulary, contactId: input.contactId, segmentId: null });
  },
});

type Question = { condition: Condition; vocabulary: Vocabulary; contactId: string; segmentId: string | null };

async function explain(ctx: Ctx, tx: Tx, question: Question): Promise<ExplainedPerson> {
  const { condition, vocabulary, contactId, segmentId } = question;
  const contact = await loadEvaluatedContact(tx, ctx.workspaceNo, contactId);
  const [row] = await tx
    .select(memberColumns)
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, ctx.workspaceNo), eq(contacts.id, contactId)));
  if (!row) throw new Error("a contact that was read is gone");
  const scope = {
    workspaceNo: ctx.workspaceNo,
    fields: vocabulary.fields,
    companyFields: vocabulary.companyFields,
    now: ctx.now,
  };
  return {
    person: toMember(ctx, row, null),
    holds: evaluateCondition(condition, contact, scope),
    isMember: segmentId === null ? null : contact.segments.has(publicId("segment", segmentId)),
    rule: explainer(contact, scope, vocabulary, allowed(ctx, "contact:pii"))(condition),
  };
}

/** Goes through the tree; rows are numbered from top to bottom as in contracts/documents/condition.ts rowsOf. */
export function explainer(contact: EvaluatedContact, scope: ConditionScope, vocabulary: Vocabulary, seesPii: boolean) {
  let next = 0;
  const walk = (node: Condition): Explanation => {
    const holds = evaluateCondition(node, contact, scope);
    if (node.kind === "group") return { kind: "group", op: node.op, holds, children: node.children.map(walk) };
    const at = next;
    next += 1;
    const saw = whatItSaw(node, contact, scope, vocabulary, seesPii);
    return { kind: "row", at, holds, sentence: describeCondition(node, vocabulary), saw };
  };
  return walk;
}
