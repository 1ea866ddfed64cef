"use client";

import type { ImportConsent } from "@/contracts/contacts";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Section } from "../ui/section";
import { Textarea } from "../ui/textarea";

export type ConsentAnswer = { kind: "none" | "granted"; source: string; agreedAt: string; wording: string };
export const NO_CONSENT: ConsentAnswer = { kind: "none", source: "", agreedAt: "", wording: "" };

/** The answer as the API takes it; null while the proof is missing. */
export function toConsent(answer: ConsentAnswer): ImportConsent | null {
  if (answer.kind === "none") return { kind: "none" };
  const source = answer.source.trim();
  if (source.length < 3) return null;
  return {
    kind: "granted",
    source,
    ...(answer.agreedAt ? { agreedAt: answer.agreedAt } : {}),
    ...(answer.wording.trim() ? { wording: answer.wording.trim() } : {}),
  };
}

type Props = { answer: ConsentAnswer; onChange: (answer: ConsentAnswer) => void };

/** The required question. Without an answer, nobody in the file may get marketing e-mail. */
export function ConsentQuestion({ answer, onChange }: Props) {
  return (
    <Section
      title="How did these people agree?"
      layout="aside"
      description="Who said no before, or is suppressed, is never subscribed by a file."
    >
      <div className="grid gap-4">
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
          <>
            <Field label="Where did they agree?" hint="Such as “newsletter form on our site”.">
              <Input
                value={answer.source}
                maxLength={200}
                required
                onChange={(e) => onChange({ ...answer, source: e.target.value })}
              />
            </Field>
            <Field label="When?" optional>
              <Input
                type="date"
                value={answer.agreedAt}
                onChange={(e) => onChange({ ...answer, agreedAt: e.target.value })}
              />
            </Field>
            <Field label="What did the form say?" optional>
              <Textarea
                value={answer.wording}
                maxLength={2000}
                onChange={(e) => onChange({ ...answer, wording: e.target.value })}
              />
            </Field>
          </>
        ) : null}
      </div>
    </Section>
  );
}
