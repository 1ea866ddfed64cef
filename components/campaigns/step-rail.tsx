import type { PreflightFinding } from "@/contracts/campaigns";
import { cn } from "../ui/cn";
import { Kbd } from "../ui/kbd";
import { StatusMark } from "../ui/status-mark";

export const STEPS = ["audience", "content", "schedule", "review"] as const;
export type Step = (typeof STEPS)[number];
const LABELS: Record<Step, string> = {
  audience: "Audience",
  content: "Content",
  schedule: "Schedule",
  review: "Review",
};

export type StepRailProps = {
  current: Step;
  onChange: (step: Step) => void;
  /** One line under each step: what it holds now. */
  summaries: Record<Step, string>;
  findings: readonly PreflightFinding[];
};

/** The four parts of a campaign; any of them at any time, Review always one press away. */
export function StepRail({ current, onChange, summaries, findings }: StepRailProps) {
  return (
    <nav aria-label="Parts of the campaign" className="lg:sticky lg:top-4">
      <ol className="grid grid-cols-2 border-line border-t sm:grid-cols-4 lg:grid-cols-1">
        {STEPS.map((step, place) => {
          const blocked = findings.some((f) => f.level === "must" && (step === "review" || f.step === step));
          return (
            <li key={step} className="border-line border-b">
              <button
                type="button"
                aria-current={current === step ? "step" : undefined}
                onClick={() => onChange(step)}
                className={cn(
                  "grid w-full gap-0.5 border-l-2 border-transparent py-3 pr-2 pl-3 text-left hover:bg-sunken",
                  current === step && "border-l-brand bg-brand-wash hover:bg-brand-wash",
                )}
              >
                <span className="flex items-center gap-2 font-medium text-ink text-sm">
                  <StatusMark status={blocked ? "draft" : "done"} label={blocked ? "Not ready:" : "Ready:"} glyphOnly />
                  {LABELS[step]}
                  <Kbd keys={`alt ${place + 1}`} className="ml-auto hidden lg:inline-flex" />
                </span>
                <span className="truncate pl-5.5 text-ink-2 text-xs">{summaries[step]}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
