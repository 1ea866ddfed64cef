import { CHANNEL_LABELS } from "@/contracts/row-kinds";
import type { RuleReach } from "@/contracts/segment-insight";
import { formatNumber } from "../ui/format";

/** How many of the people may be written to, per channel, and who would come and go against the saved members. */
export function Reach({ reach }: { reach: RuleReach }) {
  return (
    <dl className="type-dense mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
      {reach.reachable.map(({ channel, count }) => (
        <div key={channel} className="contents">
          <dt className="text-ink-2">Reachable by {CHANNEL_LABELS[channel].toLowerCase()}</dt>
          <dd className="text-right text-ink tabular-nums">{formatNumber(count)}</dd>
        </div>
      ))}
      {reach.change ? (
        <div className="contents">
          <dt className="text-ink-2">Would enter / leave</dt>
          <dd className="text-right text-ink tabular-nums">
            +{formatNumber(reach.change.entering)} / −{formatNumber(reach.change.leaving)}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}
