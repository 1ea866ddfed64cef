import { Check, CircleDashed, CircleHelp, Clock, X } from "lucide-react";
import type { ReactNode } from "react";
import { SKIP_LABELS } from "@/contracts/delivery";
import { type ExplainedOutcome, type Explanation, GATE_LABELS, type GateVerdict } from "@/contracts/explain";
import { cn } from "../ui/cn";
import { formatDateTime } from "../ui/format";

const OUTCOMES: Record<ExplainedOutcome, string> = {
  pending: "They have not got it yet: it has not been decided",
  accepted: "It was sent to them, and nothing has come back yet",
  delivered: "They got it",
  bounced: "It was sent, and came back",
  complained: "They got it, and reported it as spam",
  skipped: "They did not get it",
  failed: "The provider refused it, so they did not get it",
  unknown: "Nobody knows whether they got it",
  cancelled: "They did not get it: the campaign was stopped before their turn",
  not_meant: "They did not get it: they were not meant",
  would_send: "They would get it if it were sent now",
};

/** The answer in one sentence. */
export function explainedSentence({ basis, outcome, reason, failing }: Explanation): string {
  if (basis === "forecast" && outcome === "not_meant") return "They would not get it: they are not meant";
  if (outcome === "not_meant" && failing === "exclusion") return `${OUTCOMES.not_meant}, but excluded`;
  const sentence = basis === "forecast" && outcome === "skipped" ? "They would not get it" : OUTCOMES[outcome];
  return reason && outcome === "skipped" ? `${sentence}: ${SKIP_LABELS[reason].toLowerCase()}` : sentence;
}

const VERDICTS: Record<GateVerdict, { icon: ReactNode; word: string; tone: string }> = {
  passed: { icon: <Check />, word: "Passed", tone: "text-done" },
  failed: { icon: <X />, word: "Stopped here", tone: "text-failed" },
  unclear: { icon: <CircleHelp />, word: "Nobody knows", tone: "text-paused" },
  waiting: { icon: <Clock />, word: "Not decided yet", tone: "text-scheduled" },
  not_asked: { icon: <CircleDashed />, word: "Not asked", tone: "text-ink-3" },
};

/** Every gate in the order in which they decide; the one that stopped it stands out, with what it saw. */
export function ExplainGates({ explanation, timeZone }: { explanation: Explanation; timeZone: string }) {
  return (
    <ol aria-label="Gates, in order" className="grid">
      {explanation.gates.map((gate) => {
        const { icon, word, tone } = VERDICTS[gate.verdict];
        const isStop = gate.id === explanation.failing;
        return (
          <li
            key={gate.id}
            aria-current={isStop ? "step" : undefined}
            className={cn(
              "grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 border-line border-b py-2 text-sm",
              isStop && "-mx-2 rounded-md border-b-0 bg-failed/10 px-2",
            )}
          >
            <span className={cn("pt-0.5 [&_svg]:size-4 [&_svg]:stroke-[1.5]", tone)} aria-hidden="true">
              {icon}
            </span>
            <span className="grid min-w-0 gap-0.5">
              <span className={cn(gate.verdict === "not_asked" ? "text-ink-3" : "text-ink", isStop && "font-medium")}>
                {GATE_LABELS[gate.id]}
              </span>
              {gate.facts.map((fact) => (
                <span key={`${fact.text}${fact.at}`} className="break-words text-ink-2 text-xs">
                  {fact.text}
                  {fact.at ? ` · ${formatDateTime(fact.at, timeZone)}` : ""}
                  {fact.seen === "now" && explanation.basis === "ledger" ? " (as of today)" : ""}
                </span>
              ))}
            </span>
            <span className={cn("text-xs leading-5", isStop ? tone : "text-ink-3")}>{word}</span>
          </li>
        );
      })}
    </ol>
  );
}
