"use client";

import { UTM_KEYS, UTM_TOKENS, type UtmKey, type UtmTags } from "@/contracts/utm";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

const LABELS: Record<UtmKey, string> = {
  source: "utm_source",
  medium: "utm_medium",
  campaign: "utm_campaign",
  content: "utm_content",
  term: "utm_term",
};

type Props = {
  tags: UtmTags;
  onChange: (tags: UtmTags) => void;
  disabled?: boolean;
  errorOf?: (key: UtmKey) => string | undefined;
};

/** The five tags of a link; empty ones are left out. */
export function UtmFields({ tags, onChange, disabled, errorOf }: Props) {
  return (
    <div className="grid gap-3">
      <div className="grid gap-4 sm:grid-cols-2">
        {UTM_KEYS.map((key) => (
          <Field key={key} label={LABELS[key]} optional={key === "content" || key === "term"} error={errorOf?.(key)}>
            <Input
              value={tags[key]}
              maxLength={200}
              disabled={disabled}
              spellCheck={false}
              onChange={(event) => onChange({ ...tags, [key]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <p className="text-ink-2 text-xs">
        {UTM_TOKENS.map((name) => `{{${name}}}`).join(", ")} are filled in at the launch; {"{{link}}"} is the place of
        the link in the e-mail.
      </p>
    </div>
  );
}
