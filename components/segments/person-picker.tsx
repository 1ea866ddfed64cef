"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../providers/app-providers";
import { Combobox } from "../ui/combobox";

type PersonPickerProps = { label: string; value: string | null; onChange: (contactId: string | null) => void };

/** One contact, searched by name, address or external id. */
export function PersonPicker({ label, value, onChange }: PersonPickerProps) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const found = useQuery(
    trpc.contacts.list.queryOptions({ q: search || undefined, limit: 10 }, { placeholderData: keepPreviousData }),
  );
  const options = (found.data?.data ?? []).map((contact) => ({
    value: contact.id,
    label: [contact.firstName, contact.lastName].filter(Boolean).join(" ") || (contact.email ?? "No name"),
    hint: contact.email ?? undefined,
  }));
  const isListed = options.some((option) => option.value === value);
  return (
    <Combobox
      aria-label={label}
      options={chosen && chosen.value === value && !isListed ? [chosen, ...options] : options}
      value={value}
      placeholder="Choose a person…"
      searchPlaceholder="Search people"
      emptyText="Nobody has this name or address."
      searching={found.isFetching}
      onSearch={setSearch}
      clearable
      onValueChange={(id) => {
        setChosen(options.find((option) => option.value === id) ?? null);
        onChange(id);
      }}
    />
  );
}
