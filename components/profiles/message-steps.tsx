import { Bot, ChevronRight } from "lucide-react";
import type { RecipientState } from "@/contracts/delivery";
import type { MessageStep } from "@/contracts/timeline";
import { formatNumber } from "../ui/format";

const WORDS: Record<MessageStep["kind"], string> = {
  sent: "sent",
  delivered: "delivered",
  delayed: "delayed",
  opened: "opened",
  clicked: "clicked",
  unsubscribed: "unsubscribed",
  bounced: "bounced",
  complained: "complained",
};
const BAD: readonly MessageStep["kind"][] = ["bounced", "complained"];

/** sent → delivered → opened ×2 (machine) → clicked, each with its time on hover. */
export function MessageSteps({ steps, state }: { steps: readonly MessageStep[]; state: RecipientState }) {
  if (steps.length === 0)
    return <span className="text-ink-2">{state === "pending" ? "Waiting to be sent" : state}</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-ink-2">
      {steps.map((step, index) => (
        <span
          key={`${step.kind}${step.isMachine}${step.at}`}
          title={step.detail ? `${step.at} · ${step.detail}` : step.at}
          className="inline-flex items-center gap-1.5"
        >
          {index > 0 ? <ChevronRight className="size-3.5 stroke-[1.5] text-ink-3" aria-hidden="true" /> : null}
          <span className={BAD.includes(step.kind) ? "text-failed" : step.isMachine ? "text-ink-3" : "text-ink"}>
            {WORDS[step.kind]}
            {step.times > 1 ? ` ×${formatNumber(step.times)}` : ""}
          </span>
          {step.isMachine ? (
            <span className="inline-flex items-center gap-0.5 text-ink-3 text-xs">
              <Bot className="size-3.5 stroke-[1.5]" aria-hidden="true" />
              machine
            </span>
          ) : null}
        </span>
      ))}
      {state === "unknown" || state === "failed" || state === "cancelled" ? (
        <span className="text-failed">{state}</span>
      ) : null}
    </span>
  );
}
