"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { conditionFaults } from "@/contracts/condition-faults";
import { describeCondition } from "@/contracts/describe-condition";
import type { Condition } from "@/contracts/documents/condition";
import { rowsOf } from "@/contracts/documents/condition";
import type { Vocabulary } from "@/contracts/vocabulary";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { RuleEditor, type SegmentDraft } from "./rule-editor";
import { EMPTY_DRAFT, toInput, useSegmentDraft } from "./use-segment-draft";

/** A segment that is not saved yet. */
export function NewSegment() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  // In the address, so that the command palette can bring a sentence.
  const [said] = useQueryState("say", parseAsString.withDefault(""));
  const state = useSegmentDraft(EMPTY_DRAFT);
  const [isNamed, setNamed] = useState(false);
  // Until somebody writes a name, the rule gives it one.
  const edit = (next: SegmentDraft) => {
    const writes = next.name !== state.draft.name;
    if (writes) setNamed(next.name !== "");
    state.edit(writes || isNamed ? next : { ...next, name: nameOf(next.condition, state.words.vocabulary) });
  };
  const create = useMutation(
    trpc.segments.create.mutationOptions({
      onSuccess: (segment) => {
        state.settle();
        void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        router.push(workspace.href(`segments/${segment.id}`));
      },
      onError: (error) => {
        state.refused(error);
        toast.error(messageOf(error));
      },
    }),
  );
  if (!workspace.can("segment:write"))
    return (
      <DeniedState what="create segments" permission="segment:write" grantedBy={workspace.grantedBy("segment:write")} />
    );
  return (
    <>
      <PageHeader
        title="New segment"
        crumbs={[{ label: "Segments", href: workspace.href("segments") }, { label: "New segment" }]}
        actions={
          <Button
            variant="primary"
            loading={create.isPending || create.isSuccess}
            loadingLabel="Saving"
            onClick={() => state.check() && create.mutate(toInput(state.draft))}
          >
            Save segment
          </Button>
        }
      />
      <RuleEditor
        draft={state.draft}
        words={state.words}
        onChange={edit}
        said={said}
        autoFocus={said === ""}
        savedCount={null}
        errors={state.errors}
        showUnfinished={state.tried}
      />
    </>
  );
}

/** "Whose country is “Germany”…" of the rule's own sentence; none while the rule is unfinished. */
function nameOf(condition: Condition, vocabulary: Vocabulary): string {
  if (rowsOf(condition).length === 0 || conditionFaults(condition, vocabulary).length > 0) return "";
  return describeCondition(condition, vocabulary).replace(/\.$/, "").slice(0, 120).trim();
}
