import Link from "next/link";
import type { ReactNode } from "react";
import type { HomeCounts } from "@/contracts/home";
import { useWorkspace } from "../providers/workspace-provider";
import { formatNumber } from "../ui/format";
import { Skeleton } from "../ui/skeleton";

/** The one large number of the page, in a sentence: how many people can be written to, out of how many. */
export function PeopleLine({ counts, error }: { counts: HomeCounts | undefined; error: string | null }) {
  const { href } = useWorkspace();
  if (!counts)
    return error ? <p className="pb-6 text-failed text-sm">{error}</p> : <Skeleton className="mb-6 h-12 w-72" />;
  const { contacts, reachable, segments, demoContacts } = counts;
  if (contacts === null || reachable === null) return null;
  return (
    <div className="grid gap-1 pb-6" data-slot="people-line">
      <p className="flex flex-wrap items-baseline gap-x-3 text-base text-ink">
        <span className="type-title text-3xl tabular-nums leading-none">{formatNumber(reachable)}</span>
        {reachable === 1 ? "person can get your e-mail" : "people can get your e-mail"}
      </p>
      <p className="text-ink-2 text-sm">
        {contacts === 0 ? (
          <>
            Nobody is here yet. Import a CSV, or add people one by one, under{" "}
            <Quiet href={href("contacts")}>Contacts</Quiet>.
          </>
        ) : (
          <>
            They agreed to marketing and no address is suppressed. There are{" "}
            <Quiet href={href("contacts")}>{count(contacts, "contact")}</Quiet>
            {demoContacts
              ? `, ${demoContacts === contacts ? "all" : formatNumber(demoContacts)} of them demo people,`
              : null}
            {segments === null ? null : (
              <>
                {" "}
                and <Quiet href={href("segments")}>{count(segments, "segment")}</Quiet>
              </>
            )}
            .
          </>
        )}
      </p>
    </div>
  );
}

const count = (n: number, noun: string): string => `${formatNumber(n)} ${n === 1 ? noun : `${noun}s`}`;

function Quiet({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="text-ink underline decoration-line-strong/50 underline-offset-4 hover:decoration-brand"
    >
      {children}
    </Link>
  );
}
