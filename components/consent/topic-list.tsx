"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Topic, TopicUse } from "@/contracts/topics";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";
import { TopicSheet } from "./topic-sheet";

type Listed = Topic & { granted: number; denied: number; pending: number; uses: TopicUse[] };

/** What people can choose to hear about, in the order in which they see it. */
export function TopicList() {
  const [editing, setEditing] = useState<Topic | "new" | null>(null);
  const workspace = useWorkspace();
  return (
    <>
      <PageHeader
        title="Topics"
        meta={<span>What people can choose to hear about. Campaigns of a topic go to those who want it.</span>}
        actions={
          workspace.can("consent:write") ? (
            <Button variant="primary" onClick={() => setEditing("new")}>
              Add topic
            </Button>
          ) : null
        }
      />
      <RequirePermission permission="consent:read" what="Topics">
        <Topics onEdit={setEditing} />
      </RequirePermission>
      <TopicSheet key={editing === "new" ? "new" : editing?.id} topic={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function Topics({ onEdit }: { onEdit: (topic: Topic | "new") => void }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [showArchived, setShowArchived] = useState(false);
  const [doomed, setDoomed] = useState<Listed | null>(null);
  const topics = useQuery(
    trpc.consent.topics.queryOptions({ archived: showArchived }, { placeholderData: (before) => before }),
  );
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const sort = useMutation(trpc.consent.sortTopics.mutationOptions(options));
  const archive = useMutation(trpc.consent.archiveTopic.mutationOptions(options));
  const remove = useMutation(trpc.consent.deleteTopic.mutationOptions(options));
  if (topics.isPending) return <Skeleton className="h-40 w-full" />;
  if (topics.isError)
    return (
      <ErrorState
        title="The topics could not be loaded."
        detail={messageOf(topics.error)}
        traceId={traceIdOf(topics.error)}
        onRetry={() => void topics.refetch()}
      />
    );
  const rows = topics.data;
  const mayEdit = workspace.can("consent:write");
  const move = (from: number, by: number) => {
    const ids = rows.filter((row) => !row.archivedAt).map((row) => row.id);
    const [moved] = ids.splice(from, 1);
    if (moved) ids.splice(from + by, 0, moved);
    sort.mutate({ ids });
  };
  const setArchived = (topic: Listed, archived: boolean) =>
    archive.mutate(
      { id: topic.id, archived },
      {
        onSuccess: () =>
          toast(archived ? `“${topic.name}” archived` : `“${topic.name}” is back`, {
            action: { label: "Undo", onClick: () => archive.mutate({ id: topic.id, archived: !archived }) },
          }),
      },
    );
  if (rows.length === 0 && !showArchived)
    return (
      <>
        <EmptyState
          title="No topics yet"
          description="Without topics there is one choice: all marketing e-mail, or none. With them, somebody who is tired of offers can keep the newsletter."
          columns={["Topic", "Who gets it"]}
          ghostRow={["Weekly newsletter", "Only who chose it"]}
          action={mayEdit ? <Button onClick={() => onEdit("new")}>Add topic</Button> : null}
        />
        <ArchivedSwitch checked={showArchived} onChange={setShowArchived} />
      </>
    );
  const active = rows.filter((row) => !row.archivedAt).length;
  return (
    <>
      <ol aria-label="Topics" className="border-line border-t">
        {rows.map((topic, i) => (
          <TopicRow
            key={topic.id}
            topic={topic}
            actions={
              mayEdit ? (
                <>
                  {topic.archivedAt ? null : (
                    <>
                      <IconButton
                        label={`Move ${topic.name} up`}
                        disabled={i === 0 || sort.isPending}
                        onClick={() => move(i, -1)}
                      >
                        <ArrowUp aria-hidden="true" />
                      </IconButton>
                      <IconButton
                        label={`Move ${topic.name} down`}
                        disabled={i >= active - 1 || sort.isPending}
                        onClick={() => move(i, 1)}
                      >
                        <ArrowDown aria-hidden="true" />
                      </IconButton>
                      <Button size="sm" variant="ghost" onClick={() => onEdit(topic)}>
                        Edit<span className="sr-only"> {topic.name}</span>
                      </Button>
                    </>
                  )}
                  <Button size="sm" variant="ghost" onClick={() => setArchived(topic, !topic.archivedAt)}>
                    {topic.archivedAt ? "Bring back" : "Archive"}
                    <span className="sr-only"> {topic.name}</span>
                  </Button>
                  <Button size="sm" variant="ghost" onClick={() => setDoomed(topic)}>
                    Delete…<span className="sr-only"> {topic.name}</span>
                  </Button>
                </>
              ) : null
            }
          />
        ))}
      </ol>
      <ArchivedSwitch checked={showArchived} onChange={setShowArchived} />
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(open) => !open && setDoomed(null)}
        title={`Delete “${doomed?.name ?? ""}”?`}
        description="Only a topic nothing uses can be deleted. What people said about a topic is proof and keeps it."
        confirmLabel="Delete"
        destructive
        onConfirm={() => {
          if (doomed) remove.mutate({ id: doomed.id });
          setDoomed(null);
        }}
      />
    </>
  );
}

function ArchivedSwitch({ checked, onChange }: { checked: boolean; onChange: (on: boolean) => void }) {
  return <SwitchField className="py-4" label="Show archived topics" checked={checked} onCheckedChange={onChange} />;
}

const USES = [
  ["campaign", "campaign", "campaigns"],
  ["template", "template", "templates"],
  ["form", "form", "forms"],
  ["segment", "segment", "segments"],
  ["view", "saved view", "saved views"],
] as const;

/** "2 campaigns", "1 segment": what holds on to a topic. */
const usesInWords = (uses: readonly TopicUse[]): string[] =>
  USES.flatMap(([type, one, many]) => {
    const count = uses.filter((use) => use.type === type).length;
    return count === 0 ? [] : [`${formatNumber(count)} ${count === 1 ? one : many}`];
  });

function TopicRow({ topic, actions }: { topic: Listed; actions: ReactNode }) {
  const facts = [
    topic.defaultIn ? "In, until somebody says no" : "Only who chose it",
    `${formatNumber(topic.granted)} chose it`,
    `${formatNumber(topic.denied)} said no`,
    ...(topic.pending > 0 ? [`${formatNumber(topic.pending)} still to confirm`] : []),
    ...usesInWords(topic.uses),
  ];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b py-3">
      <div className="grid min-w-0 gap-1">
        <span className="flex flex-wrap items-center gap-2 font-medium text-ink text-sm">
          {topic.name}
          {topic.visibility === "private" ? <Badge>Private</Badge> : null}
          {topic.doubleOptIn ? <Badge>Confirmed by mail</Badge> : null}
          {topic.archivedAt ? <Badge>Archived</Badge> : null}
        </span>
        {topic.description ? <span className="max-w-160 text-ink-2 text-sm">{topic.description}</span> : null}
        <span className="text-ink-2 text-xs">{facts.join(" · ")}</span>
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-1">{actions}</div> : null}
    </li>
  );
}
