"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import type { SnippetBody } from "@/contracts/documents/email";
import type { Snippet, SnippetUse } from "@/contracts/snippets";
import { SnippetBodyEditor } from "../email-builder";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Breadcrumb } from "../ui/breadcrumb";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { IconButton } from "../ui/icon-button";
import { InlineEdit } from "../ui/inline-edit";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { SnippetUses } from "./snippet-uses";
import { SnippetVersions } from "./snippet-versions";

type Loaded = Snippet & { uses: SnippetUse[] };

/** Loads a snippet into the editor; readers without content:write get the denied state. */
export function SnippetEditor({ snippetId }: { snippetId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const canWrite = workspace.can("content:write");
  const query = useQuery(trpc.content.snippet.queryOptions({ id: snippetId }, { enabled: canWrite }));
  if (!canWrite)
    return (
      <DeniedState what="edit snippets" permission="content:write" grantedBy={workspace.grantedBy("content:write")} />
    );
  if (query.error && !query.data)
    return (
      <ErrorState
        title="This snippet could not be opened."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  if (!query.data)
    return (
      <div role="status" aria-label="Opening the snippet" className="grid gap-4 pt-8">
        <Skeleton className="h-8 w-72" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  return <Editor key={query.data.id} loaded={query.data} uses={query.data.uses} />;
}

function Editor({ loaded, uses }: { loaded: Loaded; uses: SnippetUse[] }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [saved, setSaved] = useState<Snippet>(loaded);
  const [body, setBody] = useState<SnippetBody>(loaded.body);
  const [shows, setShows] = useState<"versions" | "delete" | null>(null);
  const isChanged = body !== saved.body;

  /** Takes over what is stored now; what was typed since `sent` stays. */
  const settle = useCallback(
    (snippet: Snippet, sent?: object) => {
      setSaved(snippet);
      setBody((now) => (!sent || now === sent ? snippet.body : now));
      void queries.invalidateQueries({ queryKey: trpc.content.pathKey() });
      void queries.invalidateQueries({ queryKey: ["email-preview"] });
    },
    [queries, trpc],
  );
  const save = useMutation(
    trpc.content.saveSnippet.mutationOptions({
      onSuccess: (snippet, sent) => settle(snippet, sent.body ?? saved.body),
    }),
  );
  const remove = useMutation(
    trpc.content.deleteSnippet.mutationOptions({
      onSuccess: () => {
        toast(`${saved.name} is deleted`);
        void queries.invalidateQueries({ queryKey: trpc.content.snippets.pathKey() });
        router.push(workspace.href("content/snippets"));
      },
      onError: (error) => {
        setShows(null);
        toast.error(messageOf(error));
      },
    }),
  );
  const saveNow = useCallback(() => {
    if (!isChanged || save.isPending) return;
    save.mutate({ id: saved.id, expectedVersion: saved.version, body }, { onSuccess: () => toast("Saved") });
  }, [save, saved, body, isChanged]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key !== "s") return;
      event.preventDefault();
      saveNow();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [saveNow]);
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isChanged]);

  const rename = async (name: string): Promise<string | undefined> => {
    try {
      await save.mutateAsync({ id: saved.id, expectedVersion: saved.version, name });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  const crumbs = [
    { label: "Content", href: workspace.href("content") },
    { label: "Snippets", href: workspace.href("content/snippets") },
    { label: saved.name },
  ];
  return (
    <>
      <header className="grid gap-2 pt-6 pb-5">
        <Breadcrumb crumbs={crumbs} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 grow basis-80 gap-1">
            <h1 className="sr-only">{saved.name}</h1>
            <InlineEdit
              label="Snippet name"
              value={saved.name}
              className="type-title text-2xl"
              inputClassName="type-title text-2xl"
              onSave={rename}
            />
            <p className="text-ink-2 text-sm" aria-live="polite">
              <code className="font-mono text-xs">{saved.key}</code> ·{" "}
              {isChanged ? "Not saved yet" : `Version ${saved.version}`}
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <IconButton label="Delete snippet" onClick={() => setShows("delete")}>
              <Trash2 />
            </IconButton>
            <Button onClick={() => setShows("versions")}>
              <History /> Versions
            </Button>
            <Button
              variant="primary"
              disabled={!isChanged}
              loading={save.isPending}
              loadingLabel="Saving"
              onClick={saveNow}
            >
              Save
            </Button>
          </div>
        </div>
      </header>
      {save.error ? (
        <Notice tone="danger" title="Not saved" live>
          {messageOf(save.error)} Your work is still here.
        </Notice>
      ) : null}
      <SnippetBodyEditor body={body} onChange={setBody} />
      <SnippetUses uses={uses} />
      <SnippetVersions
        snippet={saved}
        open={shows === "versions"}
        onOpenChange={(open) => setShows(open ? "versions" : null)}
        onRestored={settle}
      />
      <ConfirmDialog
        open={shows === "delete"}
        onOpenChange={(open) => setShows(open ? "delete" : null)}
        title={`Delete ${saved.name}?`}
        description="Only a snippet that nothing includes can be deleted. Sent messages keep what they had."
        confirmLabel="Delete snippet"
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: saved.id })}
      />
    </>
  );
}
