"use client";

import { ListFilter, X } from "lucide-react";
import { useState } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import { describeCondition } from "@/contracts/describe-condition";
import { type Condition, everyone, type GroupCondition } from "@/contracts/documents/condition";
import type { Vocabulary } from "@/contracts/vocabulary";
import { ConditionBuilder } from "../condition-builder/condition-builder";
import { useVocabulary } from "../condition-builder/use-vocabulary";
import { Button } from "../ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";

type FilterLineProps = {
  value: Condition;
  onChange: (value: Condition) => void;
};

const asGroup = (condition: Condition): GroupCondition =>
  condition.kind === "group" ? condition : { kind: "group", op: "all", children: [condition] };
const NEW_ROW: Condition = { kind: "attribute", field: "", operator: "is_set" };
const JOINED_BY = { all: "and", any: "or", none: "nor" } as const;

/** The rule of the list in one line: a chip for each condition, and the segment builder behind the button. */
export function FilterLine({ value, onChange }: FilterLineProps) {
  const [draft, setDraft] = useState<GroupCondition | null>(null);
  const group = asGroup(value);
  const words = useVocabulary(draft ?? value);
  const known = words.vocabulary;
  const isUnfinished = draft !== null && conditionFaults(draft, known).length > 0;
  const [showsFaults, setShowsFaults] = useState(false);
  const begin = () => {
    setShowsFaults(false);
    setDraft(group.children.length > 0 ? group : { ...asGroup(everyone), children: [NEW_ROW] });
  };
  const apply = () => {
    if (!draft) return;
    if (isUnfinished) {
      setShowsFaults(true);
      return;
    }
    onChange(draft.children.length === 0 ? everyone : draft);
    setDraft(null);
  };
  const remove = (index: number) => {
    const children = group.children.filter((_, at) => at !== index);
    onChange(children.length === 0 ? everyone : { ...group, children });
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Popover open={draft !== null} onOpenChange={(open) => (open ? begin() : setDraft(null))}>
        <PopoverTrigger asChild>
          <Button>
            <ListFilter aria-hidden="true" />
            {group.children.length === 0 ? "Filter" : "Edit filter"}
          </Button>
        </PopoverTrigger>
        <PopoverContent label="Filter contacts" className="w-[min(46rem,calc(100vw-2rem))] p-0">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              apply();
            }}
          >
            <div className="max-h-[60dvh] overflow-y-auto p-4">
              {draft && words.isReady ? (
                <ConditionBuilder
                  value={draft}
                  onChange={(next) => setDraft(asGroup(next))}
                  words={words}
                  showUnfinished={showsFaults}
                />
              ) : null}
            </div>
            <div className="flex justify-end gap-2 border-line border-t px-4 py-3">
              <Button variant="ghost" onClick={() => setDraft(null)}>
                Cancel
              </Button>
              <Button type="submit" variant="primary">
                Show these people
              </Button>
            </div>
          </form>
        </PopoverContent>
      </Popover>
      {group.children.length > 0 ? (
        <ul className="flex min-w-0 flex-wrap items-center gap-1.5" aria-label="Active filters">
          {group.children.map((child, index) => (
            <li key={JSON.stringify(child)} className="flex min-w-0 items-center gap-1.5">
              {index > 0 || group.op === "none" ? (
                <span className="text-ink-3 text-xs">{index === 0 ? "not" : JOINED_BY[group.op]}</span>
              ) : null}
              <span className="inline-flex h-8 min-w-0 max-w-96 items-center rounded-sm border border-brand/40 bg-brand-wash text-brand text-xs">
                <button type="button" onClick={begin} className="h-full min-w-0 truncate pl-2.5 hover:underline">
                  {chipText(child, known)}
                </button>
                <button
                  type="button"
                  onClick={() => remove(index)}
                  aria-label={`Remove filter: ${chipText(child, known)}`}
                  className="grid h-full w-7 shrink-0 place-items-center hover:text-ink"
                >
                  <X className="size-3" aria-hidden="true" />
                </button>
              </span>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={() => onChange(everyone)}
              className="h-8 px-1 text-ink-2 text-xs underline hover:text-ink"
            >
              Clear filter
            </button>
          </li>
        </ul>
      ) : null}
    </div>
  );
}

/** "People whose plan is “pro”." -> "Plan is “pro”". */
function chipText(condition: Condition, words: Vocabulary): string {
  const text = describeCondition(condition, words)
    .replace(/^People (whose |who )?/, "")
    .replace(/\.$/, "");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
