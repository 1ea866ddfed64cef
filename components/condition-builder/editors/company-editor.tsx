"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CompanyCondition } from "@/contracts/documents/condition";
import { operatorsFor } from "@/contracts/operators";
import { useTRPC } from "../../providers/app-providers";
import { Combobox, MultiCombobox } from "../../ui/combobox";
import { Select } from "../../ui/select";
import { useBuilder } from "../builder-context";
import { Comparison } from "./attribute-editor";
import type { RowEditorProps } from "./row-editor";

const MODES = [
  { value: "any", label: "any company" },
  { value: "named", label: "one of these" },
  { value: "where", label: "one whose" },
] as const;
type Mode = (typeof MODES)[number]["value"];

const modeOf = (row: CompanyCondition): Mode => (row.where ? "where" : row.companies ? "named" : "any");

/** "Belongs to · one whose · industry · is · Bakery". */
export function CompanyEditor({ row, set, invalid, faultId }: RowEditorProps<CompanyCondition>) {
  const { vocabulary, disabled } = useBuilder();
  const mode = modeOf(row);
  const begin = (next: Mode) => {
    const { operator } = row;
    if (next === "any") set({ kind: "company", operator });
    else if (next === "named") set({ kind: "company", operator, companies: [] });
    else set({ kind: "company", operator, where: { field: "name", operator: "equals" } });
  };
  return (
    <div className="grid gap-2">
      <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,11rem)_minmax(0,1fr)]">
        <Select
          aria-label="Belongs or does not belong"
          options={[
            { value: "in", label: "belongs to" },
            { value: "not_in", label: "does not belong to" },
          ]}
          value={row.operator}
          disabled={disabled}
          onValueChange={(operator) => set({ ...row, operator: operator === "in" ? "in" : "not_in" })}
        />
        <Select aria-label="Which companies" options={MODES} value={mode} disabled={disabled} onValueChange={begin} />
        {mode === "named" ? <CompanyPicker row={row} set={set} invalid={invalid} faultId={faultId} /> : null}
        {mode === "where" ? (
          <Combobox
            aria-label="Company field"
            options={[...vocabulary.companyFields.values()].map(({ key, label }) => ({ value: key, label }))}
            value={row.where?.field ?? null}
            searchPlaceholder="Search company fields"
            disabled={disabled}
            onValueChange={(key) => {
              const field = vocabulary.companyFields.get(key ?? "");
              if (field)
                set({ ...row, where: { field: field.key, operator: operatorsFor(field.type)[0] ?? "is_set" } });
            }}
          />
        ) : null}
      </div>
      {row.where ? <Where row={row} set={set} invalid={invalid} faultId={faultId} /> : null}
    </div>
  );
}

function Where({ row, set, invalid, faultId }: RowEditorProps<CompanyCondition>) {
  const { vocabulary } = useBuilder();
  const field = vocabulary.companyFields.get(row.where?.field ?? "");
  if (!field || !row.where) return null;
  return (
    <Comparison
      row={{ kind: "attribute", ...row.where }}
      field={field}
      set={({ kind: _kind, ...where }) => set({ ...row, where })}
      invalid={invalid}
      faultId={faultId}
    />
  );
}

function CompanyPicker({ row, set, invalid, faultId }: RowEditorProps<CompanyCondition>) {
  const trpc = useTRPC();
  const { vocabulary, learn, disabled } = useBuilder();
  const [search, setSearch] = useState("");
  const found = useQuery(
    trpc.companies.list.queryOptions(
      { limit: 25, ...(search && { q: search }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const chosen = row.companies ?? [];
  const options = (found.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const rest = chosen.filter((id) => !options.some((option) => option.value === id));
  return (
    <MultiCombobox
      aria-label="Companies"
      aria-invalid={invalid || undefined}
      aria-describedby={invalid ? faultId : undefined}
      options={[
        ...options,
        ...rest.map((id) => ({ value: id, label: vocabulary.companies.get(id) ?? "Does not exist any more" })),
      ]}
      values={chosen}
      placeholder="Choose companies…"
      searchPlaceholder="Search companies"
      searching={found.isFetching}
      onSearch={setSearch}
      disabled={disabled}
      onValuesChange={(companies) => {
        for (const { value, label } of options)
          if (companies.includes(value)) learn("companies", { id: value, name: label });
        set({ ...row, companies });
      }}
    />
  );
}
