"use client";

import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Textarea } from "../ui/textarea";

export type Proof = { source: string; agreedAt: string; wording: string };
export const NO_PROOF: Proof = { source: "", agreedAt: "", wording: "" };

/** The proof as the API takes it; null while it is missing. */
export function toProof(proof: Proof): { source: string; agreedAt?: string; wording?: string } | null {
  const source = proof.source.trim();
  if (source.length < 3) return null;
  return {
    source,
    ...(proof.agreedAt ? { agreedAt: proof.agreedAt } : {}),
    ...(proof.wording.trim() ? { wording: proof.wording.trim() } : {}),
  };
}

/** Where, when and to which words these people agreed. */
export function ProofFields({
  proof,
  onChange,
  autoFocus = false,
}: {
  proof: Proof;
  onChange: (proof: Proof) => void;
  autoFocus?: boolean;
}) {
  return (
    <>
      <Field label="Where did they agree?" hint="Such as “newsletter form on our site”.">
        <Input
          value={proof.source}
          autoFocus={autoFocus}
          maxLength={200}
          required
          onChange={(event) => onChange({ ...proof, source: event.target.value })}
        />
      </Field>
      <Field label="When?" optional>
        <Input
          type="date"
          value={proof.agreedAt}
          onChange={(event) => onChange({ ...proof, agreedAt: event.target.value })}
        />
      </Field>
      <Field label="What did the form say?" optional>
        <Textarea
          value={proof.wording}
          maxLength={2000}
          onChange={(event) => onChange({ ...proof, wording: event.target.value })}
        />
      </Field>
    </>
  );
}
