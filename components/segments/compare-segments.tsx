"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import type { SegmentOverlap } from "@/contracts/segment-insight";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { MultiCombobox } from "../ui/combobox";
import { DeniedState } from "../ui/denied-state";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { UpsetPlot } from "./upset-plot";

const MOST = 5;

/** Up to five segments side by side: who is in which of them, and a segment out of any combination. */
export function CompareSegments() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [ids, setIds] = useQueryState("segments", parseAsArrayOf(parseAsString).withDefault([]));
  const isReady = ids.length >= 2 && ids.length <= MOST;
  const overlap = useQuery(
    trpc.segments.compare.queryOptions(
      { segmentIds: ids },
      { enabled: isReady && workspace.can("segment:read"), placeholderData: keepPreviousData, retry: false },
    ),
  );
  if (!workspace.can("segment:read"))
    return (
      <DeniedState what="compare segments" permission="segment:read" grantedBy={workspace.grantedBy("segment:read")} />
    );
  return (
    <>
      <PageHeader
        title="Overlap"
        crumbs={[{ label: "Segments", href: workspace.href("segments") }, { label: "Overlap" }]}
      />
      <Section
        title="Segments to compare"
        description="Counted from the members of each segment's last refresh, exactly."
      >
        <SegmentsField ids={ids} onChange={(next) => void setIds(next.length > 0 ? next : null)} known={overlap.data} />
      </Section>
      <Section title="Overlap">
        {!isReady ? (
          <EmptyState
            title={ids.length > MOST ? "Choose five segments at most" : "Choose two segments or more"}
            description="The people of each combination are counted, everybody once."
            columns={["In exactly these", "People"]}
            ghostRow={["Newsletter readers and Berlin", "1,204"]}
          />
        ) : overlap.error ? (
          <ErrorState
            title="The segments could not be compared."
            detail={messageOf(overlap.error)}
            traceId={traceIdOf(overlap.error)}
            onRetry={() => void overlap.refetch()}
            retrying={overlap.isFetching}
          />
        ) : overlap.data ? (
          <div className="grid gap-8">
            <UpsetPlot overlap={overlap.data} />
            {workspace.can("segment:write") ? <Combinations overlap={overlap.data} /> : null}
          </div>
        ) : (
          <Skeleton className="w-96" />
        )}
      </Section>
    </>
  );
}

type SegmentsFieldProps = { ids: string[]; onChange: (ids: string[]) => void; known: SegmentOverlap | undefined };

function SegmentsField({ ids, onChange, known }: SegmentsFieldProps) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const [picked, setPicked] = useState<{ value: string; label: string }[]>([]);
  const found = useQuery(
    trpc.segments.list.queryOptions({ limit: 25, search: search || undefined }, { placeholderData: keepPreviousData }),
  );
  const listed = (found.data?.data ?? []).map((segment) => ({
    value: segment.id,
    label: segment.name,
    hint: segment.memberCount === null ? "not counted yet" : `${formatNumber(segment.memberCount)} people`,
  }));
  const names = [...picked, ...(known?.segments ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  const kept = ids
    .filter((id) => !listed.some((option) => option.value === id))
    .map((id) => names.find((name) => name.value === id) ?? { value: id, label: "…" });
  return (
    <Field label="Segments" hint="Two to five.">
      <MultiCombobox
        values={ids}
        options={[...kept, ...listed]}
        placeholder="Choose segments…"
        searchPlaceholder="Search segments"
        searching={found.isFetching}
        onSearch={setSearch}
        onValuesChange={(next) => {
          setPicked((before) => [...before, ...listed.filter((option) => next.includes(option.value))]);
          onChange(next);
        }}
      />
    </Field>
  );
}

/** Makes a segment of a combination: in all of its segments and in none of the others. */
function Combinations({ overlap }: { overlap: SegmentOverlap }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { href } = useWorkspace();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.segments.create.mutationOptions({
      onSuccess: (segment) => {
        void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        router.push(href(`segments/${segment.id}`));
      },
      onError: (error) => {
        toast.error(messageOf(error));
      },
    }),
  );
  const names = new Map(overlap.segments.map(({ id, name }) => [id, name]));
  const all = overlap.segments.map(({ id }) => id);
  const make = (inside: readonly string[], outside: readonly string[], name: string) =>
    create.mutate({
      name: name.slice(0, 120),
      condition: {
        kind: "group",
        op: "all",
        children: [
          ...inside.map((segment) => ({ kind: "segment" as const, operator: "in" as const, segment })),
          ...outside.map((segment) => ({ kind: "segment" as const, operator: "not_in" as const, segment })),
        ],
      },
    });
  const nameOf = (ids: readonly string[], word: string) => ids.map((id) => names.get(id) ?? id).join(word);
  return (
    <section aria-label="Make a segment of a combination" className="grid gap-2">
      <h3 className="text-ink-2 text-sm">Make a segment of a combination</h3>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" loading={create.isPending} onClick={() => make(all, [], nameOf(all, " and "))}>
          In all of them
        </Button>
        {overlap.intersections.slice(0, 8).map((part) => (
          <Button
            key={part.segments.join(" ")}
            size="sm"
            variant="ghost"
            disabled={create.isPending}
            onClick={() =>
              make(
                part.segments,
                all.filter((id) => !part.segments.includes(id)),
                `Only ${nameOf(part.segments, " and ")}`,
              )
            }
          >
            Only in {nameOf(part.segments, " and ")} ({formatNumber(part.people)})
          </Button>
        ))}
      </div>
    </section>
  );
}
