"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { formatDate } from "../ui/format";
import { ConsentMark } from "./consent-mark";
import { SOURCES } from "./consent-words";

/** The e-mail consent of one person in the head of the page: state, since when and by what. */
export function ConsentChip({ contactId }: { contactId: string }) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const { data } = useQuery(trpc.consent.get.queryOptions({ contactId }));
  if (!data) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <span className="text-ink-3">E-mail</span>
      <ConsentMark state={data.state} />
      {data.since && data.source ? (
        <span className="text-ink-3">
          {formatDate(data.since, timeZone)}, {SOURCES[data.source]}
        </span>
      ) : null}
    </span>
  );
}
