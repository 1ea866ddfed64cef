import Link from "next/link";
import type { HomeOverview } from "@/contracts/home";
import { useWorkspace } from "../providers/workspace-provider";
import { formatNumber, formatRelative } from "../ui/format";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";
import { MoveTime } from "./move-time";

/** What leaves within seven days, by day and hour of the workspace. */
export function ComingUp({ home }: { home: HomeOverview }) {
  const { can, href, timeZone } = useWorkspace();
  const more = home.scheduledInAll - home.scheduled.length;
  return (
    <Section title="Next 7 days" layout="aside">
      {home.scheduled.length === 0 ? (
        <p className="text-ink-2 text-sm">
          Nothing is scheduled.
          {home.drafts > 0 ? (
            <>
              {" "}
              <Link
                href={href("campaigns?show=drafts")}
                className="text-ink underline decoration-line-strong/50 underline-offset-4 hover:decoration-brand"
              >
                {home.drafts === 1 ? "One draft" : `${formatNumber(home.drafts)} drafts`}
              </Link>{" "}
              {home.drafts === 1 ? "is" : "are"} being written.
            </>
          ) : null}
        </p>
      ) : (
        <ol className="-mt-2">
          {home.scheduled.map((campaign) => (
            <li key={campaign.id} className="border-line border-b last:border-0">
              <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 py-2.5 sm:grid-cols-[auto_11rem_minmax(0,1fr)_auto]">
                <StatusMark status="scheduled" label="Scheduled:" glyphOnly className="translate-y-0.5" />
                {can("campaign:update") ? (
                  <MoveTime campaign={campaign}>
                    <Due at={campaign.scheduledAt} timeZone={timeZone} />
                  </MoveTime>
                ) : (
                  <Due at={campaign.scheduledAt} timeZone={timeZone} />
                )}
                <Link
                  href={href(`campaigns/${campaign.id}`)}
                  className="truncate font-medium text-ink hover:underline max-sm:col-start-2"
                >
                  {campaign.name}
                </Link>
                <span className="text-ink-2 text-xs max-sm:col-start-2">
                  {campaign.scheduledAt ? formatRelative(campaign.scheduledAt, home.at) : ""}
                </span>
              </div>
            </li>
          ))}
        </ol>
      )}
      {more > 0 ? <p className="pt-2 text-ink-2 text-sm">And {formatNumber(more)} more.</p> : null}
    </Section>
  );
}

const Due = ({ at, timeZone }: { at: string | null; timeZone: string }) => (
  <time dateTime={at ?? undefined} className="type-dense text-sm">
    {at ? hourIn(timeZone, at) : ""}
  </time>
);

/** "Fri 15 May, 09:00 CEST" */
const hourIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(new Date(at));
