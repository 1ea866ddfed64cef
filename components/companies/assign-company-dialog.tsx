"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { toast } from "../ui/toast";

/** Puts one person into a company, with what they are there. */
export function AssignCompanyDialog({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [companyId, setCompanyId] = useState<string | null>(null);
  const [role, setRole] = useState("");
  const q = useSettled(text, 200).trim();
  const found = useQuery(trpc.companies.list.queryOptions({ limit: 20, ...(q && { q }) }));
  const assign = useMutation(
    trpc.companies.assign.mutationOptions({
      onSuccess: async () => {
        toast("Added");
        onClose();
        await client.invalidateQueries({ queryKey: trpc.companies.pathKey() });
        await client.invalidateQueries({ queryKey: trpc.profiles.pathKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (companyId) assign.mutate({ companyId, contactId, role });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add to a company">
      <form onSubmit={submit} className="grid gap-4">
        <Field label="Company">
          <Combobox
            value={companyId}
            onValueChange={setCompanyId}
            options={(found.data?.data ?? []).map((company) => ({
              value: company.id,
              label: company.name,
              hint: company.domain ?? undefined,
            }))}
            placeholder="Search by name or domain"
            emptyText="No company of that name."
            onSearch={setText}
            searching={found.isFetching}
          />
        </Field>
        <Field label="Role" hint="Such as Buyer or Billing." optional>
          <Input value={role} maxLength={80} onChange={(event) => setRole(event.target.value)} />
        </Field>
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            variant="primary"
            disabled={!companyId}
            loading={assign.isPending}
            loadingLabel="Adding"
          >
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
