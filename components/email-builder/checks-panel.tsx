import type { ContentFinding } from "@/contracts/content";
import { StatusMark } from "../ui/status-mark";

const MARKS = {
  must: { status: "failed", label: "Must fix" },
  should: { status: "paused", label: "Should look" },
  good: { status: "done", label: "Good" },
} as const;

/** What the checks say, worst first. */
export function ChecksPanel({ findings }: { findings: readonly ContentFinding[] }) {
  return (
    <ul className="grid" aria-label="Checks">
      {findings.map((finding) => (
        <li
          key={`${finding.code}${finding.message}`}
          className="flex items-start gap-2.5 border-line border-b py-2 text-sm last:border-b-0"
        >
          <StatusMark {...MARKS[finding.level]} glyphOnly className="mt-0.5" />
          <span className={finding.level === "good" ? "text-ink-2" : "text-ink"}>{finding.message}</span>
        </li>
      ))}
    </ul>
  );
}
