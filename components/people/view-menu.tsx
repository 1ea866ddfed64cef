"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { SavedView, ViewScope } from "@/contracts/people";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { toast } from "../ui/toast";
import type { PeopleState } from "./use-people-state";

type Props = {
  views: readonly SavedView[];
  view: SavedView | null;
  state: PeopleState;
  isChanged: boolean;
  onOpen: (id: string | null) => void;
};
type Asking = "save" | "rename" | "delete" | null;

/** Opens, keeps and changes views of the list. What was changed since a view was opened is offered to be kept. */
export function ViewMenu({ views, view, state, isChanged, onOpen }: Props) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.people.views.queryKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const update = useMutation(trpc.people.updateView.mutationOptions({ onError }));
  const remove = useMutation(trpc.people.deleteView.mutationOptions({ onError }));
  const setDefault = useMutation(trpc.people.setDefaultView.mutationOptions({ onError }));
  const mayChange = view !== null && (view.scope === "private" || workspace.can("contact:write"));
  const keep = async () => {
    if (!view) return;
    await update.mutateAsync({ id: view.id, ...state });
    await refresh();
    onOpen(view.id);
    toast(`“${view.name}” updated`);
  };
  const drop = async () => {
    if (!view) return;
    await remove.mutateAsync({ id: view.id });
    setAsking(null);
    onOpen(null);
    await refresh();
    toast(`“${view.name}” deleted`);
  };
  const choose = async (id: string | null) => {
    await setDefault.mutateAsync({ id });
    // First, so that dropping the default does not take the open list away.
    onOpen(view?.id ?? null);
    await refresh();
    toast(id ? "This view opens first now" : "All contacts open first now");
  };
  const group = (scope: ViewScope, label: string) => {
    const own = views.filter((one) => one.scope === scope);
    return own.length === 0 ? null : (
      <>
        <DropdownMenuLabel>{label}</DropdownMenuLabel>
        {own.map((one) => (
          <DropdownMenuItem key={one.id} onSelect={() => onOpen(one.id)}>
            {one.name}
            {one.isDefault ? " (opens first)" : ""}
          </DropdownMenuItem>
        ))}
      </>
    );
  };
  return (
    <div className="flex items-center gap-1.5">
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button aria-label={`View: ${view?.name ?? "All contacts"}`}>
            <span className="max-w-48 truncate">{view?.name ?? "All contacts"}</span>
            <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => onOpen(null)}>All contacts</DropdownMenuItem>
          {group("team", "Team")}
          {group("private", "Only you")}
          <DropdownMenuSeparator />
          {view && mayChange ? (
            <>
              <DropdownMenuItem onSelect={() => setAsking("rename")}>Rename or share…</DropdownMenuItem>
              <DropdownMenuItem destructive onSelect={() => setAsking("delete")}>
                Delete view…
              </DropdownMenuItem>
            </>
          ) : null}
          <DropdownMenuItem onSelect={() => void choose(view && !view.isDefault ? view.id : null)}>
            {view && !view.isDefault ? "Open this view first" : "Open all contacts first"}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking("save")}>Save as new view…</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {isChanged ? (
        <>
          {view && mayChange ? (
            <Button variant="ghost" loading={update.isPending} onClick={() => void keep()}>
              Update view
            </Button>
          ) : null}
          <Button variant="ghost" onClick={() => setAsking("save")}>
            Save view
          </Button>
          {view ? (
            <Button variant="ghost" onClick={() => onOpen(view.id)}>
              Reset
            </Button>
          ) : null}
        </>
      ) : null}
      {asking === "save" || asking === "rename" ? (
        <ViewDialog
          key={asking}
          view={asking === "rename" ? view : null}
          state={state}
          onClose={() => setAsking(null)}
          onSaved={async (id) => {
            setAsking(null);
            await refresh();
            onOpen(id);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Delete the view “${view?.name}”?`}
        description={
          view?.scope === "team" ? "It goes for everybody. No contact is touched." : "No contact is touched."
        }
        confirmLabel="Delete view"
        destructive
        busy={remove.isPending}
        onConfirm={() => void drop()}
      />
    </div>
  );
}

type DialogProps = {
  /** The one to rename; null saves a new one. */
  view: SavedView | null;
  state: PeopleState;
  onClose: () => void;
  onSaved: (id: string) => Promise<void>;
};

function ViewDialog({ view, state, onClose, onSaved }: DialogProps) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const [name, setName] = useState(view?.name ?? "");
  const [scope, setScope] = useState<ViewScope>(view?.scope ?? "private");
  const [error, setError] = useState<string | undefined>();
  const saved = {
    onError: (failure: unknown) => {
      const errors = fieldErrorsOf(failure);
      setError(errors.name ?? messageOf(failure));
    },
    onSuccess: (result: SavedView) => onSaved(result.id),
  };
  const create = useMutation(trpc.people.createView.mutationOptions(saved));
  const update = useMutation(trpc.people.updateView.mutationOptions(saved));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (view) update.mutate({ id: view.id, name, scope });
    else create.mutate({ ...state, name, scope });
  };
  const scopes = [
    { value: "private", label: "Only you" },
    { value: "team", label: "Everybody in the workspace", disabled: !workspace.can("contact:write") },
  ] as const;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={view ? "Rename or share view" : "Save view"}
      description={view ? undefined : "Keeps the filter, the search, the columns and the order."}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Field label="Name" {...(error ? { error } : {})}>
          <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Who sees it">
          <Select options={scopes} value={scope} onValueChange={setScope} />
        </Field>
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
            {view ? "Save" : "Save view"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
