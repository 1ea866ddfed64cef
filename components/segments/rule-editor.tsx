"use client";

import { useState } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import { describeCondition } from "@/contracts/describe-condition";
import { type Condition, rowsOf } from "@/contracts/documents/condition";
import { ConditionBuilder } from "../condition-builder/condition-builder";
import { isBlank } from "../condition-builder/rows";
import { asGroup } from "../condition-builder/tree";
import type { VocabularyState } from "../condition-builder/use-vocabulary";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { CountPanel } from "./count-panel";
import { SentenceBox } from "./sentence-box";

export type SegmentDraft = { name: string; description: string; condition: Condition };

type RuleEditorProps = {
  draft: SegmentDraft;
  words: VocabularyState;
  onChange: (draft: SegmentDraft) => void;
  savedCount: number | null;
  /** The saved segment whose rule this is; none for a new one. */
  segmentId?: string;
  /** Server and form faults by path: "name", "condition.children.0.value". */
  errors: Readonly<Record<string, string>>;
  showUnfinished: boolean;
  /** A sentence the page was opened with, and begins at. */
  said?: string;
  /** Begin at the first row. */
  autoFocus?: boolean;
};

/** Name, rule, the rule as a sentence, and who that is. Read-only for people who may not write segments. */
export function RuleEditor({
  draft,
  words,
  onChange,
  savedCount,
  segmentId,
  errors,
  showUnfinished,
  ...begin
}: RuleEditorProps) {
  const { said, autoFocus } = begin;
  const workspace = useWorkspace();
  const [marked, setMarked] = useState<readonly number[]>([]);
  const { query, isReady, vocabulary } = words;
  const canWrite = workspace.can("segment:write");
  const rows = rowsOf(draft.condition);
  const isBegun = rows.length === 0 || !rows.every(isBlank);
  const unfinished = conditionFaults(draft.condition, vocabulary).length > 0;
  if (query.error)
    return (
      <ErrorState
        title="The fields of your contacts could not be loaded."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  return (
    <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_280px]">
      <div className="min-w-0">
        <Section title="About">
          <div className="grid gap-4">
            <Field label="Name" error={errors.name}>
              <Input
                value={draft.name}
                maxLength={120}
                disabled={!canWrite}
                onChange={(event) => onChange({ ...draft, name: event.target.value })}
              />
            </Field>
            <Field label="Description" optional error={errors.description}>
              <Input
                value={draft.description}
                maxLength={1000}
                disabled={!canWrite}
                onChange={(event) => onChange({ ...draft, description: event.target.value })}
              />
            </Field>
          </div>
        </Section>
        <Section
          title="Rule"
          description="People who fit it are members; who stops fitting leaves at the next refresh."
        >
          {isReady && canWrite ? (
            <SentenceBox
              isEmpty={rows.every(isBlank)}
              {...(said ? { said } : {})}
              onUse={(said, how) =>
                onChange({ ...draft, condition: how === "add" ? joined(draft.condition, said) : asGroup(said) })
              }
            />
          ) : null}
          {isReady ? (
            <ConditionBuilder
              value={draft.condition}
              onChange={(condition) => onChange({ ...draft, condition })}
              words={words}
              errors={conditionErrors(errors)}
              showUnfinished={showUnfinished}
              marked={marked}
              autoFocus={autoFocus === true}
              disabled={!canWrite}
            />
          ) : (
            <Skeleton className="w-72" />
          )}
          <p className="mt-4 max-w-160 border-line border-t pt-3 text-base text-ink" aria-live="polite">
            {!isReady ? (
              <Skeleton className="w-96" />
            ) : isBegun ? (
              describeCondition(draft.condition, vocabulary)
            ) : (
              "Choose what the rule asks about, or say it in a sentence."
            )}
          </p>
        </Section>
      </div>
      {canWrite ? (
        <aside aria-label="Who matches" className="border-line border-t pt-6">
          <CountPanel
            condition={draft.condition}
            unfinished={unfinished || !isReady}
            savedCount={savedCount}
            segmentId={segmentId}
            onMark={setMarked}
          />
        </aside>
      ) : null}
    </div>
  );
}

/** Both must hold: what is said joins an ALL at its end, and any other rule becomes one part of a new one. */
function joined(before: Condition, said: Condition): Condition {
  const parts = said.kind === "group" && said.op === "all" ? said.children : [said];
  const kept = before.kind === "group" && before.op === "all" ? before.children : [before];
  return { kind: "group", op: "all", children: [...kept, ...parts] };
}

/** "condition.children.0.value" of the form -> "#/children/0/value" of the tree. */
const conditionErrors = (errors: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith("condition."))
      .map(([path, detail]) => [`#/${path.slice("condition.".length).replaceAll(".", "/")}`, detail]),
  );
