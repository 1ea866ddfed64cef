import type { PreflightFinding } from "@/contracts/campaigns";
import { Button } from "../ui/button";
import { StatusMark } from "../ui/status-mark";

const GROUPS = [
  { level: "must", title: "Must fix", mark: "failed" },
  { level: "should", title: "Should look", mark: "paused" },
  { level: "good", title: "Good", mark: "done" },
] as const;

/** Pre-flight, grouped by what it asks of you; each line leads to the place where it is fixed. */
export function Findings({
  findings,
  onGo,
}: {
  findings: readonly PreflightFinding[];
  onGo: (step: PreflightFinding["step"]) => void;
}) {
  return (
    <div className="grid gap-5">
      {GROUPS.map(({ level, title, mark }) => {
        const found = findings.filter((finding) => finding.level === level);
        if (found.length === 0) return null;
        return (
          <section key={level} aria-label={title} className="grid gap-1">
            <h3 className="flex items-baseline gap-2 font-semibold text-ink text-sm">
              {title} <span className="text-ink-3 tabular-nums">{found.length}</span>
            </h3>
            <ul className="grid">
              {found.map((finding) => (
                <li
                  key={`${finding.code}${finding.message}`}
                  className="flex items-start gap-2.5 border-line border-b py-2 text-sm last:border-b-0"
                >
                  <StatusMark status={mark} label={title} glyphOnly className="mt-0.5" />
                  <span className="grow text-ink">{finding.message}</span>
                  {level !== "good" && finding.step !== "review" ? (
                    <Button variant="link" size="sm" onClick={() => onGo(finding.step)}>
                      Go there
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
