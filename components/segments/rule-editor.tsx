"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { describeCondition } from "@/contracts/describe-condition";
import type { Condition } from "@/contracts/documents/condition";
import { conditionFaults, fieldMap } from "@/contracts/operators";
import { ConditionBuilder } from "../condition-builder/condition-builder";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { CountPanel } from "./count-panel";

export type SegmentDraft = { name: string; description: string; condition: Condition };

type RuleEditorProps = {
  draft: SegmentDraft;
  onChange: (draft: SegmentDraft) => void;
  savedCount: number | null;
  /** Server and form faults by path: "name", "condition.children.0.value". */
  errors: Readonly<Record<string, string>>;
  showUnfinished: boolean;
};

/** Name, rule, the rule as a sentence, and who that is. Read-only for people who may not write segments. */
export function RuleEditor({ draft, onChange, savedCount, errors, showUnfinished }: RuleEditorProps) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const fields = useQuery(trpc.segments.fields.queryOptions({}));
  const canWrite = workspace.can("segment:write");
  const known = useMemo(() => fieldMap(fields.data ?? []), [fields.data]);
  const unfinished = conditionFaults(draft.condition, known).length > 0;
  if (fields.error)
    return (
      <ErrorState
        title="The fields of your contacts could not be loaded."
        detail={messageOf(fields.error)}
        traceId={traceIdOf(fields.error)}
        onRetry={() => void fields.refetch()}
        retrying={fields.isFetching}
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
          {fields.data ? (
            <ConditionBuilder
              value={draft.condition}
              onChange={(condition) => onChange({ ...draft, condition })}
              fields={fields.data}
              errors={conditionErrors(errors)}
              showUnfinished={showUnfinished}
              disabled={!canWrite}
            />
          ) : (
            <Skeleton className="w-72" />
          )}
          <p className="mt-4 max-w-160 border-line border-t pt-3 text-base text-ink" aria-live="polite">
            {fields.data ? describeCondition(draft.condition, known) : <Skeleton className="w-96" />}
          </p>
        </Section>
      </div>
      {canWrite ? (
        <aside aria-label="Who matches" className="border-line border-t pt-6">
          <CountPanel condition={draft.condition} unfinished={unfinished || !fields.data} savedCount={savedCount} />
        </aside>
      ) : null}
    </div>
  );
}

/** "condition.children.0.value" of the form -> "#/children/0/value" of the tree. */
const conditionErrors = (errors: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith("condition."))
      .map(([path, detail]) => [`#/${path.slice("condition.".length).replaceAll(".", "/")}`, detail]),
  );
