"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { EXPORT_DAYS, type ExportFormat, type Selection } from "@/contracts/people";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CheckboxField } from "../ui/checkbox";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatNumber } from "../ui/format";
import { Select } from "../ui/select";

type Props = {
  selection: Selection;
  people: number | undefined;
  /** The columns the list shows now, as an export names them. */
  columns: readonly string[];
  onClose: () => void;
  onDone: () => void;
};

const FORMATS: { value: ExportFormat; label: string }[] = [
  { value: "csv", label: "CSV, for spreadsheets" },
  { value: "ndjson", label: "JSON, one line per contact" },
  { value: "parquet", label: "Parquet, for data tools" },
];
const WHICH = [
  { value: "all", label: "All columns" },
  { value: "shown", label: "Only those shown in the list" },
] as const;

/** Asks for the form of a file; it is written in the background. */
export function ExportDialog({ selection, people, columns, onClose, onDone }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [which, setWhich] = useState<"all" | "shown">("all");
  const [spreadsheet, setSpreadsheet] = useState(true);
  const [bom, setBom] = useState(true);
  const start = useMutation(
    trpc.people.createExport.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() });
        onDone();
        onClose();
        router.push(workspace.href("contacts/exports"));
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({
      selection,
      format,
      options: { spreadsheet, bom },
      ...(which === "shown" ? { columns: ["id", "first_name", "last_name", ...columns] } : {}),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        people === undefined
          ? "Export contacts"
          : `Export ${formatNumber(people)} ${people === 1 ? "contact" : "contacts"}`
      }
      description={`Written in the background; the file is kept for ${EXPORT_DAYS} days, and every download is in the audit log.`}
    >
      <form onSubmit={submit} className="grid gap-4">
        {start.error ? <FormError message={messageOf(start.error)} /> : null}
        <Field label="Format">
          <Select options={FORMATS} value={format} onValueChange={setFormat} />
        </Field>
        <Field label="Columns">
          <Select options={WHICH} value={which} onValueChange={setWhich} />
        </Field>
        {format === "csv" ? (
          <>
            <CheckboxField
              label="Safe for spreadsheets"
              hint="Text that a spreadsheet would run as a formula gets an apostrophe in front. Turn it off only for programs."
              checked={spreadsheet}
              onCheckedChange={(checked) => setSpreadsheet(checked === true)}
            />
            <CheckboxField
              label="Mark the file as UTF-8"
              hint="Excel needs the mark to read names in other scripts."
              checked={bom}
              onCheckedChange={(checked) => setBom(checked === true)}
            />
          </>
        ) : null}
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" loading={start.isPending}>
            Export
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
