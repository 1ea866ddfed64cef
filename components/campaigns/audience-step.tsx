"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import { type Condition, everyone } from "@/contracts/documents/condition";
import { ConditionBuilder } from "../condition-builder/condition-builder";
import { useVocabulary } from "../condition-builder/use-vocabulary";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { MultiCombobox } from "../ui/combobox";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { formatNumber } from "../ui/format";
import { Section } from "../ui/section";
import { Switch } from "../ui/switch";
import type { CampaignDraft } from "./use-campaign-draft";
import { Waterfall } from "./waterfall";

const COUNT_AFTER_MS = 250;
/** So many segments can be chosen with one press while none is. */
const CHIPS = 5;

/** Who gets it: segments in, segments out, or a rule written right here; the sum stands beside it. */
export function AudienceStep({
  draft,
  onChange,
}: {
  draft: CampaignDraft;
  onChange: (patch: Partial<CampaignDraft>) => void;
}) {
  const trpc = useTRPC();
  // An unfinished row lives here until it can be evaluated; the draft only ever holds whole rules.
  const [rule, setRule] = useState<Condition | null>(draft.audience.condition);
  const { audience } = draft;
  const settled = useSettled(audience, COUNT_AFTER_MS);
  const segments = useQuery(trpc.segments.list.queryOptions({ limit: 100 }));
  const words = useVocabulary(rule);
  const preview = useQuery(
    trpc.campaigns.previewAudience.queryOptions(
      { ...settled, topicId: draft.content.topicId ?? null },
      { placeholderData: (before) => before, retry: false },
    ),
  );
  const options = (segments.data?.data ?? []).map((segment) => ({
    value: segment.id,
    label: segment.name,
    hint:
      segment.memberCount === null
        ? segment.summary
        : `${formatNumber(segment.memberCount)} people · ${segment.summary}`,
  }));
  const largest = (segments.data?.data ?? [])
    .toSorted((a, b) => (b.memberCount ?? 0) - (a.memberCount ?? 0))
    .slice(0, CHIPS);
  // Until the names are there, a chosen segment is a line, not its id.
  const shown = segments.isPending ? audience.include.map((value) => ({ value, label: "…" })) : options;
  const set = (patch: Partial<CampaignDraft["audience"]>) => onChange({ audience: { ...audience, ...patch } });
  const isUnfinished = rule !== null && conditionFaults(rule, words.vocabulary).length > 0;
  const changeRule = (condition: Condition | null) => {
    setRule(condition);
    if (condition === null || conditionFaults(condition, words.vocabulary).length === 0) set({ condition });
  };
  return (
    <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_300px]">
      <div>
        <Section
          title="Who gets it"
          description="Chosen again at the moment of sending, so people who join or leave until then are counted right."
        >
          <div className="grid gap-5">
            <Field
              label="Send to"
              hint={segments.isSuccess && options.length === 0 ? "No segments yet: describe people below." : undefined}
            >
              <MultiCombobox
                values={audience.include}
                onValuesChange={(include) => set({ include })}
                options={shown}
                placeholder="Choose segments…"
                searchPlaceholder="Search segments"
                searching={segments.isPending}
              />
            </Field>
            {audience.include.length === 0 && rule === null && largest.length > 0 ? (
              <ul className="-mt-2 flex flex-wrap gap-1.5" aria-label="Segments to choose from">
                {largest.map((segment) => (
                  <li key={segment.id}>
                    <Button size="sm" onClick={() => set({ include: [segment.id] })}>
                      {segment.name}
                    </Button>
                  </li>
                ))}
              </ul>
            ) : null}
            <div className="flex items-center gap-2.5">
              <Switch
                id="inline-rule"
                checked={rule !== null}
                onCheckedChange={(on) => changeRule(on ? everyone : null)}
              />
              <label htmlFor="inline-rule" className="text-ink text-sm">
                Describe people here, without saving a segment
              </label>
            </div>
            {rule ? (
              <div className="grid gap-2">
                <ConditionBuilder value={rule} onChange={changeRule} words={words} />
                {isUnfinished ? (
                  <p className="text-ink-2 text-xs">
                    Finish the marked row: until then the number beside counts the rule as it was.
                  </p>
                ) : null}
              </div>
            ) : null}
            <Field label="But not" optional>
              <MultiCombobox
                values={audience.exclude}
                onValuesChange={(exclude) => set({ exclude })}
                options={options}
                placeholder="Leave nobody out"
                searchPlaceholder="Search segments"
              />
            </Field>
          </div>
        </Section>
      </div>
      <aside className="xl:pt-6" aria-live="polite">
        {preview.error ? (
          <ErrorState
            title="The audience could not be counted."
            detail={preview.error.message}
            onRetry={() => void preview.refetch()}
          />
        ) : preview.data ? (
          <Waterfall
            waterfall={preview.data}
            source={{ audience, topicId: draft.content.topicId ?? null }}
            dimmed={preview.isFetching}
          />
        ) : preview.isPending ? (
          <p className="border-line border-t pt-4 text-ink-2 text-sm">Counting…</p>
        ) : (
          <p className="border-line border-t pt-4 text-ink-2 text-sm">
            Choose who should get it, and the number of people appears here.
          </p>
        )}
      </aside>
    </div>
  );
}

/** The value once it has stopped changing, so that typing does not count on every key. */
function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
