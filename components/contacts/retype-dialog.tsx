"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ContactFieldSummary, RETYPE_UNDO_DAYS, type RetypeForecast } from "@/contracts/contact-fields";
import { ATTRIBUTE_TYPES, type AttributeType } from "@/contracts/contacts";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { Dialog, DialogClose } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { formatNumber } from "../ui/format";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeaderCell, TableRow } from "../ui/table";
import { toast } from "../ui/toast";
import { TYPE_LABELS } from "./field-columns";
import { FieldUseList } from "./field-uses";

type Props = { field: ContactFieldSummary; onClose: () => void };

/** Says what changing the type would do to every value before anything is done. */
export function RetypeDialog({ field, onClose }: Props) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const others = ATTRIBUTE_TYPES.filter((value) => value !== field.type);
  const [type, setType] = useState<AttributeType>(others[0] ?? "text");
  const [options, setOptions] = useState({ decimalComma: false, dayFirst: true });
  const ask = { id: field.id ?? "", type, options };
  const forecast = useQuery(trpc.contacts.forecastRetype.queryOptions(ask));
  const change = useMutation(
    trpc.contacts.retypeField.mutationOptions({
      onSuccess: () => {
        toast(`“${field.label}” is being changed`);
        onClose();
        return client.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Change the type of “${field.label}”`}
      description={`It is ${TYPE_LABELS[field.type].toLowerCase()} now. Old values are kept for ${RETYPE_UNDO_DAYS} days, so the change can be undone.`}
    >
      <div className="grid gap-4">
        <Field label="New type">
          <Select
            options={others.map((value) => ({ value, label: TYPE_LABELS[value] }))}
            value={type}
            onValueChange={setType}
          />
        </Field>
        {field.type === "text" && type === "number" ? (
          <CheckboxField
            label="Decimal comma"
            hint="1.234,5 instead of 1,234.5"
            checked={options.decimalComma}
            onCheckedChange={(on) => setOptions({ ...options, decimalComma: on === true })}
          />
        ) : null}
        {field.type === "text" && type === "date" ? (
          <CheckboxField
            label="Day before month"
            hint="31/3/2026 instead of 3/31/2026"
            checked={options.dayFirst}
            onCheckedChange={(on) => setOptions({ ...options, dayFirst: on === true })}
          />
        ) : null}
        {forecast.error ? (
          <ErrorState
            title="The values could not be counted."
            detail={messageOf(forecast.error)}
            onRetry={() => void forecast.refetch()}
          />
        ) : null}
        {forecast.isPending ? <Skeleton className="h-20 w-full" /> : null}
        {forecast.data ? <Forecast forecast={forecast.data} /> : null}
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={!forecast.data}
            loading={change.isPending}
            loadingLabel="Starting"
            onClick={() => change.mutate(ask)}
          >
            Change type
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Forecast({ forecast }: { forecast: RetypeForecast }) {
  const { href } = useWorkspace();
  const broken = forecast.usedBy.filter((use) => use.breaks);
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm sm:grid-cols-4" aria-label="What happens to the values">
        <Count term="Converted" people={forecast.converted} />
        <Count term="Only spaces" people={forecast.emptied} />
        <Count term="Cannot be read" people={forecast.unreadable} isBad />
        <Count term="Without a value" people={forecast.without} />
      </dl>
      {forecast.samples.length > 0 ? <Samples forecast={forecast} /> : null}
      {broken.length > 0 ? (
        <Notice tone="warning" title="These compare the field in a way that will no longer be possible">
          <FieldUseList uses={broken} href={href} />
        </Notice>
      ) : null}
    </div>
  );
}

function Count({ term, people, isBad = false }: { term: string; people: number; isBad?: boolean }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-ink-2 text-xs">{term}</dt>
      <dd className={`type-dense text-lg ${isBad && people > 0 ? "text-failed" : "text-ink"}`}>
        {formatNumber(people)}
      </dd>
    </div>
  );
}

function Samples({ forecast }: { forecast: RetypeForecast }) {
  return (
    <div className="max-h-48 overflow-y-auto">
      <Table density="compact">
        <TableCaption>Values that cannot be read</TableCaption>
        <TableHead>
          <TableRow>
            <TableHeaderCell>Value</TableHeaderCell>
            <TableHeaderCell align="end">People</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {forecast.samples.map((sample) => (
            <TableRow key={sample.value}>
              <TableCell title={sample.problem}>{sample.value}</TableCell>
              <TableCell align="end">{formatNumber(sample.people)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
