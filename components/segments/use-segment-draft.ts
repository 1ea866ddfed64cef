"use client";

import { useEffect, useState } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import { BLANK_ROW } from "../condition-builder/rows";
import { useVocabulary } from "../condition-builder/use-vocabulary";
import { fieldErrorsOf } from "../providers/api-errors";
import type { SegmentDraft } from "./rule-editor";

/** One row to begin with. */
export const EMPTY_DRAFT: SegmentDraft = {
  name: "",
  description: "",
  condition: { kind: "group", op: "all", children: [BLANK_ROW] },
};

/** What is being written, what is wrong with it, and whether leaving the page would lose it. */
export function useSegmentDraft(saved: SegmentDraft, savedVersion?: number) {
  const [edited, setEdited] = useState<SegmentDraft | null>(null);
  // The version the first edit started from: the page looks again by itself, and must not adopt a newer one unseen.
  const [startVersion, setStartVersion] = useState<number | undefined>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const draft = edited ?? saved;
  const words = useVocabulary(draft.condition);
  const isDirty = edited !== null && stable(edited) !== stable(saved);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
  return {
    draft,
    words,
    errors,
    isDirty,
    tried,
    version: startVersion ?? savedVersion,
    edit(next: SegmentDraft): void {
      if (edited === null) setStartVersion(savedVersion);
      setEdited(next);
      setErrors({});
    },
    /** True when it may be sent; otherwise the faults are marked. */
    check(): boolean {
      setTried(true);
      const hasName = draft.name.trim() !== "";
      if (!hasName) setErrors({ name: "Give the segment a name." });
      return hasName && words.isReady && conditionFaults(draft.condition, words.vocabulary).length === 0;
    },
    refused(error: unknown): void {
      setErrors(fieldErrorsOf(error));
    },
    /** Forgets the edits: after a save, or to go back to what is saved. */
    settle(): void {
      setEdited(null);
      setStartVersion(undefined);
      setErrors({});
      setTried(false);
    },
  };
}

/** JSON with sorted keys: Postgres gives stored rules back in an order of its own. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** What the create and update commands take. */
export const toInput = (draft: SegmentDraft) => ({ ...draft, description: draft.description.trim() || null });
