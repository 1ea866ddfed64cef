import type { RunCounts } from "@/contracts/delivery";
import { SKIP_LABELS } from "@/contracts/delivery";
import { type CampaignComparison, METRIC_DEFINITIONS } from "@/contracts/reports";
import { BarChart } from "../charts/bar-chart";
import { FunnelBars } from "../charts/funnel-bars";
import { Button } from "../ui/button";
import { formatNumber, formatPercent } from "../ui/format";
import { Notice } from "../ui/notice";
import { Stat, StatRow } from "../ui/stat";
import { comparedWith, comparisonNote } from "./compared";

export type RunReportProps = {
  counts: RunCounts;
  comparison?: CampaignComparison | undefined;
  /** Address of the people behind a number: `?state=bounced`, `?reason=no_consent`. */
  peopleHref: (filter: { state?: string; reason?: string; answer?: string }) => string;
  /** Decide about all messages in doubt; left out for those who may not. */
  onDecide?: (() => void) | undefined;
  /** Try failed messages again; left out for those who may not. */
  onRetry?: (() => void) | undefined;
};

const messages = (count: number): string => (count === 1 ? "1 message" : `${formatNumber(count)} messages`);

const share = (part: number, whole: number): string | undefined =>
  whole > 0 ? `${formatPercent(part / whole)} of delivered` : undefined;

/** The numbers of a sending. Human answers first; what machines did stands apart and is never mixed in. */
export function RunReport({ counts, comparison, peopleHref, onDecide, onRetry }: RunReportProps) {
  const { opens, clicks } = counts;
  const others = [
    { id: "pending", label: "Waiting", value: counts.pending },
    { id: "failed", label: "Failed", value: counts.failed },
    { id: "unknown", label: "Unknown", value: counts.unknown },
    { id: "cancelled", label: "Cancelled", value: counts.cancelled },
  ].filter(({ value }) => value > 0);
  return (
    <>
      <StatRow>
        <Stat
          label="Human clicks"
          size="hero"
          value={formatNumber(counts.clicks.human)}
          href={peopleHref({ answer: "clicked" })}
          note={share(counts.clicks.human, counts.delivered)}
          delta={comparedWith(comparison, "clicks")}
          help={METRIC_DEFINITIONS.clicks.text}
        />
        <Stat
          label="Sent"
          value={formatNumber(counts.accepted)}
          // No state of the list says "sent": some of these were delivered since, some bounced.
          href={counts.accepted === counts.audience ? peopleHref({}) : undefined}
          help={METRIC_DEFINITIONS.sent.text}
        />
        <Stat
          label="Delivered"
          value={formatNumber(counts.delivered)}
          href={peopleHref({ state: "delivered" })}
          help={METRIC_DEFINITIONS.delivered.text}
        />
        <Stat
          label="Human opens"
          value={formatNumber(counts.opens.human)}
          href={peopleHref({ answer: "opened" })}
          note={share(counts.opens.human, counts.delivered)}
          delta={comparedWith(comparison, "opens")}
          help={METRIC_DEFINITIONS.opens.text}
        />
        <Stat
          label="Unsubscribed"
          value={formatNumber(counts.unsubscribes)}
          href={peopleHref({ answer: "unsubscribed" })}
          note={share(counts.unsubscribes, counts.delivered)}
          delta={comparedWith(comparison, "unsubscribes")}
          help={METRIC_DEFINITIONS.unsubscribes.text}
        />
        <Stat
          label="Bounced"
          value={formatNumber(counts.bounced)}
          href={peopleHref({ state: "bounced" })}
          delta={comparedWith(comparison, "bounced")}
          help={METRIC_DEFINITIONS.bounced.text}
        />
      </StatRow>
      {comparison ? <p className="pt-3 text-ink-3 text-xs">{comparisonNote(comparison)}</p> : null}
      <Unsettled counts={counts} peopleHref={peopleHref} onDecide={onDecide} onRetry={onRetry} />
      <div className="grid gap-x-10 lg:grid-cols-2">
        <div className="border-line border-t py-6">
          <FunnelBars
            title="From audience to click"
            summary={`Of ${formatNumber(counts.audience)} people meant, ${formatNumber(counts.accepted)} were written to, ${formatNumber(counts.opens.human)} opened and ${formatNumber(counts.clicks.human)} clicked.`}
            steps={[
              { id: "audience", label: "Meant", count: counts.audience },
              { id: "sent", label: "Sent", count: counts.accepted },
              { id: "delivered", label: "Delivered", count: counts.delivered },
              { id: "opened", label: "Opened (human)", count: counts.opens.human },
              { id: "clicked", label: "Clicked (human)", count: counts.clicks.human },
            ]}
          />
        </div>
        <div className="border-line border-t py-6">
          {counts.audience === 0 ? (
            <p className="text-ink-2 text-sm">Nobody stands in the audience.</p>
          ) : counts.accepted === counts.audience ? (
            <p className="text-ink-2 text-sm">Everybody of the audience was written to: nobody was left out.</p>
          ) : counts.skips.length === 0 ? (
            <BarChart
              title="What became of the others"
              itemName="State"
              valueName="People"
              summary={`Of ${formatNumber(counts.audience)} people meant, ${formatNumber(counts.accepted)} were written to; this is where the others stand.`}
              items={others.map((one) => ({ ...one, href: peopleHref({ state: one.id }) }))}
            />
          ) : (
            <BarChart
              title="Why people did not get it"
              itemName="Reason"
              valueName="People"
              summary={`${counts.skipped === 1 ? "1 person" : `${formatNumber(counts.skipped)} people`} of the audience did not get it, each with one reason.`}
              items={counts.skips.map((skip) => ({
                id: skip.reason,
                label: SKIP_LABELS[skip.reason],
                value: skip.people,
                href: peopleHref({ reason: skip.reason }),
              }))}
            />
          )}
        </div>
      </div>
      {opens.machine + clicks.machine > 0 ? (
        <p className="pb-6 text-ink-2 text-xs">
          {opens.machine === 1 ? "1 machine open" : `${formatNumber(opens.machine)} machine opens`} and{" "}
          {clicks.machine === 1 ? "1 machine click" : `${formatNumber(clicks.machine)} machine clicks`} are kept but not
          counted above: privacy proxies and link scanners fetch every message.
        </p>
      ) : null}
    </>
  );
}

/** What a person should look at: failures, and messages of which nobody knows. */
function Unsettled({ counts, peopleHref, onDecide, onRetry }: RunReportProps) {
  const open = counts.unknown - counts.sentAgain;
  if (counts.failed === 0 && counts.unknown === 0) return null;
  return (
    <div className="grid gap-2 pt-4">
      {counts.failed > 0 ? (
        <Notice
          tone="danger"
          title={`${messages(counts.failed)} failed`}
          actions={
            <>
              <a href={peopleHref({ state: "failed" })}>See who</a>
              {onRetry ? (
                <Button size="sm" onClick={onRetry}>
                  Try again…
                </Button>
              ) : null}
            </>
          }
        >
          The provider refused them for good. Each person shows the answer it gave.
        </Notice>
      ) : null}
      {counts.unknown > 0 ? (
        <Notice
          tone="warning"
          title={`${messages(counts.unknown)} may or may not have arrived`}
          actions={
            <>
              <a href={peopleHref({ state: "unknown" })}>See who</a>
              {onDecide && open > 0 ? (
                <Button size="sm" onClick={onDecide}>
                  Decide about {open === counts.unknown ? "them" : `the other ${formatNumber(open)}`}…
                </Button>
              ) : null}
            </>
          }
        >
          The connection broke at the wrong moment. They are not sent again by themselves, because nobody should get it
          twice.{counts.sentAgain > 0 ? ` ${formatNumber(counts.sentAgain)} of them were sent again by hand.` : ""}
        </Notice>
      ) : null}
    </div>
  );
}
