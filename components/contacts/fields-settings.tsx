"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import type { ContactFieldSummary } from "@/contracts/contact-fields";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data-table";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { ArchiveFieldDialog } from "./archive-field-dialog";
import { fieldColumns } from "./field-columns";
import { FieldDialog } from "./field-dialog";
import { RetypeDialog } from "./retype-dialog";

const rowId = (field: ContactFieldSummary): string => field.key;
const rowLabel = (field: ContactFieldSummary): string => field.label;
const NONE: ContactFieldSummary[] = [];
const isUnderWay = (field: ContactFieldSummary): boolean =>
  field.retype?.status === "queued" || field.retype?.status === "running";

/** What is known about people: the standard fields, and those the workspace made. */
export function FieldsSettings() {
  return (
    <RequirePermission permission="contact:read" what="contact fields">
      <Fields />
    </RequirePermission>
  );
}

type Open = { what: "new" } | { what: "rename" | "retype" | "archive"; field: ContactFieldSummary } | null;

function Fields() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workspace = useWorkspace();
  const [open, setOpen] = useState<Open>(null);
  const list = useQuery(
    trpc.contacts.fieldSummaries.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.fields.some(isUnderWay) ? 1000 : false) },
    ),
  );
  const done = (text: string) => ({
    onSuccess: () => {
      toast(text);
      return client.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
    },
    onError: (error: unknown) => void toast.error(messageOf(error)),
  });
  const restore = useMutation(trpc.contacts.restoreField.mutationOptions(done("Field restored")));
  const undo = useMutation(trpc.contacts.undoRetype.mutationOptions(done("The old type is coming back")));
  const retry = useMutation(trpc.contacts.retryRetype.mutationOptions(done("Trying again")));
  const canWrite = workspace.can("contact:write");
  const { href } = workspace;
  const people = list.data?.people ?? 0;
  const columns = useMemo(() => fieldColumns({ people, href }), [people, href]);
  const close = () => setOpen(null);
  return (
    <>
      <PageHeader
        title="Contact fields"
        meta={
          list.data ? (
            <span>
              {list.data.isEveryone
                ? `Filled counts all ${formatNumber(people)} people.`
                : `Filled counts the newest ${formatNumber(people)} people.`}
            </span>
          ) : null
        }
        actions={
          canWrite ? (
            <Button variant="primary" onClick={() => setOpen({ what: "new" })}>
              New field
            </Button>
          ) : null
        }
      />
      <DataTable
        caption="Contact fields"
        columns={columns}
        rows={list.data?.fields ?? NONE}
        rowId={rowId}
        rowLabel={rowLabel}
        loading={list.isPending}
        rowActions={(field) =>
          canWrite && !field.isStandard ? (
            <FieldMenu
              field={field}
              onOpen={(what) => setOpen({ what, field })}
              onRestore={() => field.id && restore.mutate({ id: field.id })}
              onUndo={() => field.id && undo.mutate({ id: field.id })}
              onRetry={() => field.id && retry.mutate({ id: field.id })}
            />
          ) : null
        }
        error={
          list.isError ? (
            <ErrorState
              title="The fields could not be read"
              detail={messageOf(list.error)}
              traceId={traceIdOf(list.error)}
              onRetry={() => void list.refetch()}
            />
          ) : undefined
        }
      />
      {open?.what === "new" ? <FieldDialog field={null} onClose={close} /> : null}
      {open?.what === "rename" ? <FieldDialog field={open.field} onClose={close} /> : null}
      {open?.what === "retype" ? <RetypeDialog field={open.field} onClose={close} /> : null}
      {open?.what === "archive" ? <ArchiveFieldDialog field={open.field} onClose={close} /> : null}
    </>
  );
}

type MenuProps = {
  field: ContactFieldSummary;
  onOpen: (what: "rename" | "retype" | "archive") => void;
  onRestore: () => void;
  onUndo: () => void;
  onRetry: () => void;
};

function FieldMenu({ field, onOpen, onRestore, onUndo, onRetry }: MenuProps) {
  const isBusy = isUnderWay(field);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={`Actions for ${field.label}`} size="icon-sm">
          <MoreHorizontal aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onOpen("rename")}>Rename…</DropdownMenuItem>
        {field.archivedAt ? (
          <DropdownMenuItem onSelect={onRestore}>Restore</DropdownMenuItem>
        ) : (
          <>
            <DropdownMenuItem disabled={isBusy} onSelect={() => onOpen("retype")}>
              Change type…
            </DropdownMenuItem>
            {field.retype?.undoableUntil ? (
              <DropdownMenuItem onSelect={onUndo}>Undo change of type</DropdownMenuItem>
            ) : null}
            {field.retype?.status === "failed" ? (
              <DropdownMenuItem onSelect={onRetry}>Try change of type again</DropdownMenuItem>
            ) : null}
            <DropdownMenuItem disabled={isBusy} onSelect={() => onOpen("archive")}>
              Archive…
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
