"use client";

import { useQuery } from "@tanstack/react-query";
import type { ImportConsent } from "@/contracts/imports";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { CheckboxField } from "../ui/checkbox";
import { RadioGroup } from "../ui/radio-group";
import { Section } from "../ui/section";
import { NO_PROOF, type Proof, ProofFields, toProof } from "./proof-fields";

export type ConsentAnswer = { kind: "none" | "granted"; proof: Proof; topics: Readonly<Record<string, Proof>> };
export const NO_CONSENT: ConsentAnswer = { kind: "none", proof: NO_PROOF, topics: {} };

/** The answer as the API takes it; null while a proof is missing. */
export function toConsent(answer: ConsentAnswer): ImportConsent | null {
  const topics = [];
  for (const [topicId, given] of Object.entries(answer.topics)) {
    const proof = toProof(given);
    if (!proof) return null;
    topics.push({ topicId, ...proof });
  }
  const asked = topics.length > 0 ? { topics } : {};
  if (answer.kind === "none") return { kind: "none", ...asked };
  const proof = toProof(answer.proof);
  return proof && { kind: "granted", ...proof, ...asked };
}

type Props = { answer: ConsentAnswer; onChange: (answer: ConsentAnswer) => void };

/** The required question. Without an answer, nobody in the file may get marketing e-mail. */
export function ConsentQuestion({ answer, onChange }: Props) {
  const workspace = useWorkspace();
  return (
    <Section
      title="How did these people agree?"
      layout="aside"
      description="Who said no before, or is suppressed, is never subscribed by a file."
    >
      <div className="grid max-w-160 gap-4">
        <RadioGroup
          aria-label="How did these people agree?"
          value={answer.kind}
          onValueChange={(kind) => onChange({ ...answer, kind })}
          options={[
            { value: "none", label: "No marketing consent", hint: "They are imported, but no campaign reaches them." },
            {
              value: "granted",
              label: "They agreed to marketing e-mail",
              hint: "You keep the proof; we record what you say here.",
            },
          ]}
        />
        {answer.kind === "granted" ? (
          <ProofFields autoFocus proof={answer.proof} onChange={(proof) => onChange({ ...answer, proof })} />
        ) : null}
        {workspace.can("consent:write") && workspace.can("consent:read") ? (
          <Topics answer={answer} onChange={onChange} />
        ) : null}
      </div>
    </Section>
  );
}

/** Topics a file can say yes to; those that people confirm themselves are named and shut. */
function Topics({ answer, onChange }: Props) {
  const trpc = useTRPC();
  const topics = useQuery(trpc.consent.topics.queryOptions({}));
  const open = (topics.data ?? []).filter((topic) => topic.archivedAt === null);
  if (open.length === 0) return null;
  const toggle = (id: string, isOn: boolean) => {
    const { [id]: _, ...rest } = answer.topics;
    onChange({ ...answer, topics: isOn ? { ...rest, [id]: { ...answer.proof } } : rest });
  };
  return (
    <fieldset className="grid gap-3 border-line border-t pt-4">
      <legend className="sr-only">Topics they asked for</legend>
      <p className="font-medium text-sm" aria-hidden="true">
        Topics they asked for
      </p>
      {open.map((topic) => {
        const proof = answer.topics[topic.id];
        return (
          <div key={topic.id} className="grid gap-3">
            <CheckboxField
              label={topic.name}
              hint={topic.doubleOptIn ? "People confirm this topic by e-mail themselves; a file cannot." : undefined}
              disabled={topic.doubleOptIn}
              checked={proof !== undefined}
              onCheckedChange={(isOn) => toggle(topic.id, isOn === true)}
            />
            {proof ? (
              <div className="grid gap-4 border-line border-l-2 pl-4">
                <ProofFields
                  proof={proof}
                  onChange={(next) => onChange({ ...answer, topics: { ...answer.topics, [topic.id]: next } })}
                />
              </div>
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
