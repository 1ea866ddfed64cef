"use client";

import { createContext, useContext } from "react";
import type { GroupCondition } from "@/contracts/documents/condition";
import type { Named, Vocabulary } from "@/contracts/vocabulary";
import type { Path } from "./tree";
import type { Learned } from "./use-vocabulary";

export type BuilderContext = {
  root: GroupCondition;
  vocabulary: Vocabulary;
  /** Notes the name of something just picked from a searched list. */
  learn: (kind: Learned, thing: Named) => void;
  disabled: boolean;
  /** Whether something beside the rule speaks of this row now. */
  isMarked: (path: Path) => boolean;
  /** What is wrong with the row at a path, in a sentence. */
  faultAt: (path: Path) => string | undefined;
  /** Takes the next tree; `focus` is the node whose first control gets the focus, or with `value` what it compares with. */
  change: (root: GroupCondition, focus?: Path, part?: "value") => void;
};

export const BuilderContext = createContext<BuilderContext | null>(null);

export function useBuilder(): BuilderContext {
  const found = useContext(BuilderContext);
  if (!found) throw new Error("Rows and groups live inside a ConditionBuilder.");
  return found;
}
