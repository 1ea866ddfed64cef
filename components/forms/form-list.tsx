"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SignupForm } from "@/contracts/forms";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { formatNumber } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";
import { FormSheet } from "./form-sheet";

type Listed = SignupForm & { url: string; endpoint: string; signups: number; confirmed: number };

/** The forms people sign up with, each with its own page. */
export function FormList() {
  const workspace = useWorkspace();
  const [editing, setEditing] = useState<SignupForm | "new" | null>(null);
  return (
    <>
      <PageHeader
        title="Sign-up forms"
        meta={<span>Each has a page of its own, a snippet for your site and an address for your programs.</span>}
        actions={
          workspace.can("consent:write") ? (
            <Button variant="primary" onClick={() => setEditing("new")}>
              Add form
            </Button>
          ) : null
        }
      />
      <RequirePermission permission="consent:read" what="Sign-up forms">
        <Forms onEdit={setEditing} />
      </RequirePermission>
      <FormSheet key={editing === "new" ? "new" : editing?.id} form={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function Forms({ onEdit }: { onEdit: (form: SignupForm | "new") => void }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [showArchived, setShowArchived] = useState(false);
  const [sharing, setSharing] = useState<Listed | null>(null);
  const forms = useQuery(
    trpc.forms.list.queryOptions({ archived: showArchived }, { placeholderData: (before) => before }),
  );
  const archive = useMutation(
    trpc.forms.archive.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.forms.pathKey() }),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  if (forms.isPending) return <Skeleton className="h-40 w-full" />;
  if (forms.isError)
    return (
      <ErrorState
        title="The forms could not be loaded."
        detail={messageOf(forms.error)}
        traceId={traceIdOf(forms.error)}
        onRetry={() => void forms.refetch()}
      />
    );
  const mayEdit = workspace.can("consent:write");
  const setArchived = (form: Listed, archived: boolean) =>
    archive.mutate(
      { id: form.id, archived },
      {
        onSuccess: () =>
          toast(archived ? `“${form.name}” is off the web` : `“${form.name}” is back`, {
            action: { label: "Undo", onClick: () => archive.mutate({ id: form.id, archived: !archived }) },
          }),
      },
    );
  return (
    <>
      {forms.data.length === 0 ? (
        <EmptyState
          title="No forms yet"
          description="A form lets people sign up by themselves; what they agreed to is kept with every sign-up."
          columns={["Form", "Sign-ups"]}
          ghostRow={["Newsletter", "128, 97 confirmed"]}
          action={mayEdit ? <Button onClick={() => onEdit("new")}>Add form</Button> : null}
        />
      ) : (
        <ul aria-label="Sign-up forms" className="border-line border-t">
          {forms.data.map((form) => (
            <li
              key={form.id}
              className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b py-3"
            >
              <div className="grid min-w-0 gap-1">
                <span className="flex flex-wrap items-center gap-2 font-medium text-ink text-sm">
                  {form.name}
                  {form.doubleOptIn ? <Badge>Confirmed by mail</Badge> : null}
                  {form.archivedAt ? <Badge>Archived</Badge> : null}
                </span>
                <span className="text-ink-2 text-xs">
                  {formatNumber(form.signups)} {form.signups === 1 ? "sign-up" : "sign-ups"},{" "}
                  {formatNumber(form.confirmed)} confirmed by mail
                </span>
              </div>
              <div className="flex flex-wrap items-center gap-1">
                {form.archivedAt ? null : (
                  <>
                    <Button size="sm" variant="ghost" asChild>
                      <a href={form.url} target="_blank" rel="noreferrer">
                        Open<span className="sr-only"> {form.name}</span>
                      </a>
                    </Button>
                    <Button size="sm" variant="ghost" onClick={() => setSharing(form)}>
                      Use on a site<span className="sr-only">: {form.name}</span>
                    </Button>
                    {mayEdit ? (
                      <Button size="sm" variant="ghost" onClick={() => onEdit(form)}>
                        Edit<span className="sr-only"> {form.name}</span>
                      </Button>
                    ) : null}
                  </>
                )}
                {mayEdit ? (
                  <Button size="sm" variant="ghost" onClick={() => setArchived(form, !form.archivedAt)}>
                    {form.archivedAt ? "Bring back" : "Archive"}
                    <span className="sr-only"> {form.name}</span>
                  </Button>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      <SwitchField
        className="py-4"
        label="Show archived forms"
        checked={showArchived}
        onCheckedChange={setShowArchived}
      />
      {sharing ? <ShareDialog form={sharing} onClose={() => setSharing(null)} /> : null}
    </>
  );
}

function ShareDialog({ form, onClose }: { form: Listed; onClose: () => void }) {
  const title = form.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Use “${form.name}” on a site`}>
      <div className="grid gap-4">
        <CodeBlock title="Its own page" code={form.url} />
        <CodeBlock
          title="In a page of yours"
          code={`<iframe src="${form.url}" title="${title}" style="width:100%;height:640px;border:0"></iframe>`}
        />
        <CodeBlock
          title="From your own form"
          code={`// GET tells fields, topics and the token to send back\nconst form = await (await fetch("${form.endpoint}")).json();\nawait fetch("${form.endpoint}", {\n  method: "POST",\n  headers: { "content-type": "application/json" },\n  body: JSON.stringify({ email, topics: [], token: form.token }),\n});`}
        />
      </div>
    </Dialog>
  );
}
