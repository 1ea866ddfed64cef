import type { RunStanding } from "@/contracts/delivery";
import { formatDateTime } from "../ui/format";
import { Notice } from "../ui/notice";

type Props = { standing: RunStanding | null; isPaused: boolean; timeZone: string };

/** What holds a sending up, in words: why it paused by itself, what it waits for, what its bounces led to. */
export function RunStandingNotices({ standing, isPaused, timeZone }: Props) {
  if (!standing) return null;
  const { problem, waits, brake } = standing;
  return (
    <div className="grid gap-2 pb-3 empty:hidden">
      {isPaused && problem ? (
        <Notice tone="danger" title="Paused by itself" live>
          {problem.replace(/^Paused by itself: /, "")}
          {brake?.level === "halted"
            ? " Clean the audience first; somebody who may manage providers can resume it."
            : " Mend it and resume."}
        </Notice>
      ) : null}
      {!isPaused && waits ? (
        <Notice tone="info" title={`Goes on ${formatDateTime(waits.until, timeZone)}`} live>
          {waits.reason}
        </Notice>
      ) : null}
      {brake?.level === "warned" ? (
        <Notice tone="warning" title="Much of it comes back" live>
          {brake.note}
        </Notice>
      ) : null}
    </div>
  );
}
