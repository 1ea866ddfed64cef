"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../providers/app-providers";
import { Combobox } from "../../ui/combobox";
import { useBuilder } from "../builder-context";

type ThingPickerProps = {
  value: string;
  onChange: (id: string) => void;
  label: string;
  invalid: boolean;
  faultId: string;
};

/** One segment out of any number: searched on the server. */
export function SegmentPicker({ value, onChange, label, invalid, faultId }: ThingPickerProps) {
  const trpc = useTRPC();
  const { vocabulary, learn, disabled } = useBuilder();
  const [search, setSearch] = useState("");
  const found = useQuery(
    trpc.segments.list.queryOptions({ limit: 25, search: search || undefined }, { placeholderData: keepPreviousData }),
  );
  const options = (found.data?.data ?? []).map(({ id, name, summary }) => ({ value: id, label: name, hint: summary }));
  return (
    <Combobox
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={invalid ? faultId : undefined}
      options={withChosen(options, value, vocabulary.segments.get(value))}
      value={value || null}
      placeholder="Choose a segment…"
      searchPlaceholder="Search segments"
      searching={found.isFetching}
      onSearch={setSearch}
      disabled={disabled}
      onValueChange={(id) => {
        const name = options.find((option) => option.value === id)?.label;
        if (id && name) learn("segments", { id, name });
        if (id) onChange(id);
      }}
    />
  );
}

/** One campaign, or none for "any campaign". */
export function CampaignPicker({ value, onChange, label, invalid, faultId }: ThingPickerProps) {
  const trpc = useTRPC();
  const { vocabulary, learn, disabled } = useBuilder();
  const [search, setSearch] = useState("");
  const found = useQuery(
    trpc.campaigns.list.queryOptions({ limit: 25, search: search || undefined }, { placeholderData: keepPreviousData }),
  );
  const options = (found.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Combobox
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={invalid ? faultId : undefined}
      options={[{ value: "", label: "any campaign" }, ...withChosen(options, value, vocabulary.campaigns.get(value))]}
      value={value}
      searchPlaceholder="Search campaigns"
      searching={found.isFetching}
      onSearch={setSearch}
      disabled={disabled}
      onValueChange={(id) => {
        const name = options.find((option) => option.value === id)?.label;
        if (id && name) learn("campaigns", { id, name });
        onChange(id ?? "");
      }}
    />
  );
}

type Option = { value: string; label: string; hint?: string };

/** What is chosen stays in the list while another search is shown; something that is gone is called so. */
const withChosen = (options: Option[], value: string, name: string | undefined): Option[] =>
  value === "" || options.some((option) => option.value === value)
    ? options
    : [{ value, label: name ?? "Does not exist any more" }, ...options];
