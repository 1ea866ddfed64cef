"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { RuleEditor } from "./rule-editor";
import { EMPTY_DRAFT, toInput, useSegmentDraft } from "./use-segment-draft";

/** A segment that is not saved yet. */
export function NewSegment() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const state = useSegmentDraft(EMPTY_DRAFT);
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
        onChange={state.edit}
        savedCount={null}
        errors={state.errors}
        showUnfinished={state.tried}
      />
    </>
  );
}
