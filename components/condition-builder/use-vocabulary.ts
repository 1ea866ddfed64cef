"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Condition } from "@/contracts/documents/condition";
import { idsIn, type Named, vocabularyOf } from "@/contracts/vocabulary";
import { useTRPC } from "../providers/app-providers";

/** What rules of this workspace can name, and the names of what this rule names already. */
export function useVocabulary(condition: Condition | null) {
  const trpc = useTRPC();
  const rules = condition ? [condition] : [];
  const named = { segments: idsIn(rules, "segment"), campaigns: idsIn(rules, "campaign") };
  const query = useQuery(trpc.segments.vocabulary.queryOptions(named, { placeholderData: keepPreviousData }));
  // Names of what was just picked from a list: known at once, without asking for them.
  const [picked, setPicked] = useState<{ segments: Named[]; campaigns: Named[] }>({ segments: [], campaigns: [] });
  const vocabulary = useMemo(
    () =>
      vocabularyOf({
        ...query.data,
        segments: [...picked.segments, ...(query.data?.segments ?? [])],
        campaigns: [...picked.campaigns, ...(query.data?.campaigns ?? [])],
      }),
    [query.data, picked],
  );
  return {
    vocabulary,
    isReady: query.data !== undefined,
    query,
    learn: (kind: "segments" | "campaigns", thing: Named) =>
      setPicked((before) => ({ ...before, [kind]: [...before[kind], thing] })),
  };
}

export type VocabularyState = ReturnType<typeof useVocabulary>;
