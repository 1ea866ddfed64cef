"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers/app-providers";
import { Field } from "../ui/field";
import { Select } from "../ui/select";

const NONE = "none";

/** Which topic a campaign belongs to: decides who may get it and what its unsubscribe link is about. */
export function TopicField({
  value,
  onChange,
  hint = "Its unsubscribe link leaves this topic; the page then offers all.",
}: {
  value: string | null;
  onChange: (topicId: string | null) => void;
  hint?: string;
}) {
  const trpc = useTRPC();
  const topics = useQuery(trpc.consent.topicChoices.queryOptions({}));
  if (topics.data?.length === 0 && !value) return null;
  const options = (topics.data ?? []).map((topic) => ({ value: topic.id, label: topic.name }));
  if (value && !options.some((option) => option.value === value))
    options.push({ value, label: topics.isPending ? "…" : "An archived topic" });
  return (
    <Field label="Topic" hint={hint}>
      <Select
        options={[{ value: NONE, label: "No topic: marketing as a whole" }, ...options]}
        value={value ?? NONE}
        onValueChange={(next) => onChange(next === NONE ? null : next)}
      />
    </Field>
  );
}
