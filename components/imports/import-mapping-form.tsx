"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import type { ImportColumn, ImportMapping } from "@/contracts/imports";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Section } from "../ui/section";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { type ConsentAnswer, ConsentQuestion, NO_CONSENT, toConsent } from "./consent-question";
import { ImportExtras } from "./import-extras";
import { ImportForecastPanel } from "./import-forecast";
import { MappingTable } from "./mapping-table";
import { DATES, DECIMALS, DELIMITERS, ENCODINGS, MATCH_OPTIONS } from "./mapping-words";

type Chosen = Pick<ImportMapping, "encoding" | "delimiter">;
type Extras = Pick<ImportMapping, "tags" | "listId">;

/** What the file is, what its columns are, how these people agreed; and beforehand, what would happen. */
export function ImportMappingForm({ importId }: { importId: string }) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [extras, setExtras] = useState<Extras | null>(null);
  const [answer, setAnswer] = useState(NO_CONSENT);
  const preview = useQuery(
    trpc.imports.preview.queryOptions({ importId, ...(chosen ?? {}) }, { placeholderData: (before) => before }),
  );
  const fields = useQuery(trpc.contacts.fields.queryOptions({}));
  const error = preview.error ?? fields.error;
  if (error && !(preview.data && fields.data))
    return (
      <ErrorState
        title="The file could not be read."
        detail={messageOf(error)}
        traceId={traceIdOf(error)}
        onRetry={() => void preview.refetch()}
      />
    );
  if (!preview.data || !fields.data) return <Skeleton className="w-96" />;
  const { suggestion, columns, isRemembered } = preview.data;
  return (
    <LoadedForm
      // Another separator or encoding makes other columns, so their choices start anew.
      key={`${suggestion.encoding}${suggestion.delimiter}`}
      importId={importId}
      suggestion={extras ? withExtras(suggestion, extras) : suggestion}
      columns={columns}
      isRemembered={isRemembered}
      fields={fields.data}
      format={preview.isPlaceholderData ? chosen : null}
      onFormat={setChosen}
      onExtras={setExtras}
      answer={answer}
      onAnswer={setAnswer}
    />
  );
}

type LoadedProps = {
  importId: string;
  suggestion: ImportMapping;
  columns: readonly ImportColumn[];
  isRemembered: boolean;
  fields: readonly FieldDefinition[];
  /** The format the file is being read in anew; the columns still are those of the one before. */
  format: Chosen | null;
  onFormat: (chosen: Chosen) => void;
  onExtras: (extras: Extras) => void;
  answer: ConsentAnswer;
  onAnswer: (answer: ConsentAnswer) => void;
};

function LoadedForm(props: LoadedProps) {
  const { importId, suggestion, columns, isRemembered, fields, format, onFormat, onExtras, answer, onAnswer } = props;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [mapping, setMapping] = useState(suggestion);
  const consent = toConsent(answer);
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );
  const { encoding, delimiter } = format ?? mapping;
  const hasPhones = mapping.columns.some((column) => "transform" in column && column.transform === "e164");
  return (
    <div className="pb-10">
      <Section title="File" layout="aside" description="Detected from the first rows. Change what is wrong.">
        <div className="flex flex-wrap gap-4">
          <Field label="Separator" className="w-44">
            <Select
              options={DELIMITERS}
              value={delimiter}
              onValueChange={(next) => onFormat({ encoding, delimiter: next })}
            />
          </Field>
          <Field label="Encoding" className="w-44">
            <Select
              options={ENCODINGS}
              value={encoding}
              onValueChange={(next) => onFormat({ delimiter, encoding: next })}
            />
          </Field>
          <Field label="Decimals" className="w-44">
            <Select
              options={DECIMALS}
              value={mapping.decimalComma ? "comma" : "point"}
              onValueChange={(next) => setMapping({ ...mapping, decimalComma: next === "comma" })}
            />
          </Field>
          <Field label="Dates" className="w-44">
            <Select
              options={DATES}
              value={mapping.dayFirst ? "day" : "month"}
              onValueChange={(next) => setMapping({ ...mapping, dayFirst: next === "day" })}
            />
          </Field>
        </div>
      </Section>
      <Section
        title="Columns"
        description={
          isRemembered
            ? "Mapped as in the last file with these headings. Each column goes to a field, makes a new one, or is left out."
            : "Each column goes to a field, makes a new one, or is left out. Spaces around a value never count."
        }
      >
        <MappingTable
          columns={columns}
          targets={mapping.columns}
          fields={fields}
          onChange={(targets) => setMapping({ ...mapping, columns: targets })}
        />
      </Section>
      <Section
        title="People you have already"
        layout="aside"
        description="How a row finds its person, and what happens to values that are there."
      >
        <div className="grid max-w-160 gap-6">
          <div className="flex flex-wrap gap-4">
            <Field
              label="Matched by"
              className="w-60"
              hint={MATCH_OPTIONS.find((o) => o.value === mapping.matchBy)?.hint}
            >
              <Select
                options={MATCH_OPTIONS.map(({ value, label }) => ({ value, label }))}
                value={mapping.matchBy}
                onValueChange={(matchBy) => setMapping({ ...mapping, matchBy })}
              />
            </Field>
            {hasPhones ? (
              <Field label="Calling code" optional className="w-60" hint="For numbers that begin with 0, such as 49.">
                <Input
                  inputMode="numeric"
                  maxLength={3}
                  value={mapping.callingCode ?? ""}
                  onChange={(event) => setMapping(withCallingCode(mapping, event.target.value))}
                />
              </Field>
            ) : null}
          </div>
          <RadioGroup
            aria-label="Where a contact has a value already"
            value={mapping.collision}
            onValueChange={(collision) => setMapping({ ...mapping, collision })}
            options={[
              { value: "overwrite", label: "Take the file's value", hint: "Empty cells never clear anything." },
              { value: "fill_blank", label: "Only fill what is empty" },
              { value: "never", label: "Leave them as they are", hint: "Only new people get values." },
            ]}
          />
        </div>
      </Section>
      <ImportExtras
        mapping={mapping}
        onChange={(next) => {
          setMapping(next);
          onExtras(next);
        }}
      />
      <ConsentQuestion answer={answer} onChange={onAnswer} />
      <ImportForecastPanel importId={importId} mapping={mapping} />
      <div className="grid justify-items-start gap-3 border-line border-t pt-6">
        {start.error ? <FormError message={messageOf(start.error)} /> : null}
        <Button
          variant="primary"
          disabled={consent === null || format !== null}
          loading={start.isPending || start.isSuccess}
          loadingLabel="Starting"
          onClick={() => consent && start.mutate({ importId, mapping, consent })}
        >
          Start import
        </Button>
        {consent === null ? <p className="text-ink-2 text-sm">Say where these people agreed first.</p> : null}
      </div>
    </div>
  );
}

/** The tags and the list that were chosen, instead of the suggested ones. */
function withExtras({ tags: _, listId: __, ...mapping }: ImportMapping, { tags, listId }: Extras): ImportMapping {
  return { ...mapping, ...(tags ? { tags } : {}), ...(listId ? { listId } : {}) };
}

/** Digits only; an empty code is no code. */
function withCallingCode({ callingCode: _, ...mapping }: ImportMapping, text: string): ImportMapping {
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return digits === "" ? mapping : { ...mapping, callingCode: digits };
}
