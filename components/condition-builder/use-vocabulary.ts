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
  const named = {
    segments: idsIn(rules, "segment"),
    campaigns: idsIn(rules, "campaign"),
    companies: idsIn(rules, "company"),
  };
  // Asked anew by each editor that opens: an import or a colleague may have made the field that is looked for.
  const query = useQuery(
    trpc.segments.vocabulary.queryOptions(named, { placeholderData: keepPreviousData, staleTime: 0 }),
  );
  // Names of what was just picked from a list: known at once, without asking for them.
  const [picked, setPicked] = useState<Record<Learned, Named[]>>({ segments: [], campaigns: [], companies: [] });
  const vocabulary = useMemo(
    () =>
      vocabularyOf({
        ...query.data,
        segments: [...picked.segments, ...(query.data?.segments ?? [])],
        campaigns: [...picked.campaigns, ...(query.data?.campaigns ?? [])],
        companies: [...picked.companies, ...(query.data?.companies ?? [])],
      }),
    [query.data, picked],
  );
  return {
    vocabulary,
    isReady: query.data !== undefined,
    query,
    learn: (kind: Learned, thing: Named) => setPicked((before) => ({ ...before, [kind]: [...before[kind], thing] })),
  };
}

/** What is picked from lists searched on the server. */
export type Learned = "segments" | "campaigns" | "companies";

export type VocabularyState = ReturnType<typeof useVocabulary>;
