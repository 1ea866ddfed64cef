"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History, MessageSquare } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useCallback, useEffect, useState } from "react";
import type { Template } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { TestSendDialog } from "../channels/test-send-dialog";
import { EmailEditor } from "../email-builder";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Breadcrumb } from "../ui/breadcrumb";
import { Button } from "../ui/button";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { InlineEdit } from "../ui/inline-edit";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { ReviewSheet } from "./review-sheet";
import { TemplateStatusMark, templateStatusSentence } from "./template-status";
import { TemplateTopic } from "./template-topic";
import { VersionsSheet } from "./versions-sheet";

/** Loads a template into the editor; readers without content:write get the denied state. */
export function TemplateEditor({ templateId }: { templateId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const canWrite = workspace.can("content:write");
  const query = useQuery(
    trpc.content.get.queryOptions({ id: templateId }, { enabled: canWrite, staleTime: Number.POSITIVE_INFINITY }),
  );
  if (!canWrite)
    return (
      <DeniedState what="edit templates" permission="content:write" grantedBy={workspace.grantedBy("content:write")} />
    );
  if (query.error)
    return (
      <ErrorState
        title="This template could not be opened."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  if (!query.data)
    return (
      <div role="status" aria-label="Opening the template" className="grid gap-4 pt-8">
        <Skeleton className="h-8 w-72" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  return <Editor key={query.data.id} loaded={query.data} />;
}

function Editor({ loaded }: { loaded: Template }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [saved, setSaved] = useState(loaded);
  const [document, setDocument] = useState<EmailDocument>(loaded.document);
  const [showsVersions, setShowsVersions] = useState(false);
  const [showsReview, setShowsReview] = useQueryState("review", parseAsBoolean.withDefault(false));
  const [test, setTest] = useState<{ contactId: string | null } | null>(null);
  const isChanged = document !== saved.document;

  const settle = useCallback(
    (template: Template) => {
      setSaved(template);
      setDocument((now) => (JSON.stringify(now) === JSON.stringify(template.document) ? template.document : now));
      queries.setQueryData(trpc.content.get.queryKey({ id: template.id }), template);
      void queries.invalidateQueries({ queryKey: trpc.content.versions.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.content.list.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.content.review.pathKey() });
    },
    [queries, trpc],
  );
  const save = useMutation(trpc.content.save.mutationOptions({ onSuccess: settle }));
  const saveNow = useCallback(() => {
    if (!isChanged || save.isPending) return;
    save.mutate({ id: saved.id, expectedVersion: saved.version, document }, { onSuccess: () => toast("Saved") });
  }, [save, saved, document, isChanged]);

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
      settle(await save.mutateAsync({ id: saved.id, expectedVersion: saved.version, name }));
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };
  return (
    <>
      <header className="grid gap-2 pt-6 pb-5">
        <Breadcrumb crumbs={[{ label: "Content", href: workspace.href("content") }, { label: saved.name }]} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 grow basis-80 gap-1">
            <h1 className="sr-only">{saved.name}</h1>
            <InlineEdit
              label="Template name"
              value={saved.name}
              className="type-title text-2xl"
              inputClassName="type-title text-2xl"
              onSave={rename}
            />
            <p className="flex flex-wrap items-center gap-x-3 text-ink-2 text-sm" aria-live="polite">
              <TemplateStatusMark status={saved.status} />
              <span>{isChanged ? "Not saved yet" : templateStatusSentence(saved)}</span>
            </p>
          </div>
          <div className="flex flex-wrap items-end gap-2">
            <TemplateTopic template={saved} onSaved={settle} />
            <Button onClick={() => void setShowsReview(true)}>
              <MessageSquare /> Review
            </Button>
            <Button onClick={() => setShowsVersions(true)}>
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
      {saved.isArchived ? (
        <Notice tone="warning" title="This template is archived" className="mb-4">
          It can be read and copied. Bring it back in the list of templates to change it.
        </Notice>
      ) : null}
      <EmailEditor
        document={document}
        onChange={setDocument}
        campaignName="Campaign name"
        onSendTest={(contactId) => setTest({ contactId })}
      />
      {test ? <TestSendDialog document={document} contactId={test.contactId} onClose={() => setTest(null)} /> : null}
      <ReviewSheet
        template={saved}
        isChanged={isChanged}
        open={showsReview}
        onOpenChange={(open) => void setShowsReview(open || null)}
        onMoved={settle}
      />
      <VersionsSheet
        template={saved}
        open={showsVersions}
        onOpenChange={setShowsVersions}
        onRestored={(template) => {
          setDocument(template.document);
          settle(template);
        }}
      />
    </>
  );
}
