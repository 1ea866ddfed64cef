"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Template } from "@/contracts/content";
import { TopicField } from "../campaigns/topic-field";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { toast } from "../ui/toast";

type Props = { template: Template; onSaved: (template: Template) => void };

/** What campaigns that begin with this template are about; kept at once, apart from versions. */
export function TemplateTopic({ template, onSaved }: Props) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.content.setTopic.mutationOptions({
      onSuccess: (saved) => {
        onSaved({ ...template, topicId: saved.topicId });
        void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
        toast(saved.topicId ? "New campaigns take this topic over" : "New campaigns take over no topic");
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  if (!workspace.can("campaign:read")) return null;
  return (
    <TopicField
      value={template.topicId}
      hint="Campaigns that begin with this take it over."
      onChange={(topicId) => save.mutate({ id: template.id, topicId })}
    />
  );
}
