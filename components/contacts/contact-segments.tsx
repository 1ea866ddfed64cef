"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
import { formatDate } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

/** The segments a person is in, and since when. */
export function ContactSegments({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery(trpc.segments.ofContact.queryOptions({ contactId }));
  return (
    <Section title="Segments">
      {query.error ? (
        <ErrorState title="The segments could not be loaded." onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Skeleton className="w-60" /> : null}
      {query.data?.length === 0 ? <p className="text-ink-2 text-sm">In no segment at the last refresh.</p> : null}
      <ul className="grid gap-1 text-sm">
        {query.data?.map((segment) => (
          <li key={segment.id} className="flex flex-wrap justify-between gap-x-4">
            <Link href={workspace.href(`segments/${segment.id}`)} className="underline">
              {segment.name}
            </Link>
            <span className="type-dense text-ink-2">since {formatDate(segment.enteredAt, workspace.timeZone)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
