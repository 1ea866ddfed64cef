"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Template, TemplateSummary } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";
import { TestSendDialog } from "../channels/test-send-dialog";
import { StarterPicture } from "../content/new-template-dialog";
import { EmailEditor } from "../email-builder";
import { messageOf } from "../providers/api-errors";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { TopicField } from "./topic-field";
import type { CampaignDraft } from "./use-campaign-draft";
import { UtmChoice } from "./utm-choice";

type Props = { campaignId: string; draft: CampaignDraft; onChange: (patch: Partial<CampaignDraft>) => void };

/** The e-mail of the campaign: begun from a template, then written here; the template itself does not change. */
export function ContentStep({ campaignId, draft, onChange }: Props) {
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const { content } = draft;
  const [test, setTest] = useState<{ contactId: string | null } | null>(null);
  const setDocument = useCallback(
    (document: EmailDocument) => onChange({ content: { ...content, document } }),
    [content, onChange],
  );
  const { document } = content;
  const { mutate: sendTest } = useMutation(
    trpc.delivery.sendTest.mutationOptions({
      onSuccess: () => toast(`A test is on its way to ${member.email}`),
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const testToMe = useCallback(
    (contactId: string | null) => {
      if (document) sendTest({ document, addresses: [member.email], contactId, providerId: null });
    },
    [document, member.email, sendTest],
  );
  if (!content.document)
    return (
      <ChooseStart
        onChoose={(document, template) =>
          onChange({
            content: {
              ...content,
              document,
              templateId: template?.id ?? null,
              topicId: content.topicId ?? template?.topicId ?? null,
            },
          })
        }
      />
    );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-end justify-between gap-4 border-line border-t pt-5">
        <Field label="From name" optional hint="Empty: the sender name of the provider.">
          <Input
            value={content.fromName ?? ""}
            maxLength={120}
            onChange={(event) => onChange({ content: { ...content, fromName: event.target.value || null } })}
          />
        </Field>
        <TopicField
          value={content.topicId ?? null}
          onChange={(topicId) => onChange({ content: { ...content, topicId } })}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="ghost"
            onClick={() => onChange({ content: { ...content, document: null, templateId: null } })}
          >
            Start over
          </Button>
        </div>
      </div>
      <EmailEditor
        document={content.document}
        onChange={setDocument}
        campaignName={draft.name}
        onSendTest={(contactId) => setTest({ contactId })}
        onTestToMe={testToMe}
      />
      <UtmChoice
        value={content.utm}
        campaign={{ id: campaignId, name: draft.name }}
        onChange={(utm) => onChange({ content: { ...content, utm } })}
      />
      {test ? (
        <TestSendDialog document={content.document} contactId={test.contactId} onClose={() => setTest(null)} />
      ) : null}
    </div>
  );
}

type Start = (document: EmailDocument, template: Pick<Template, "id" | "topicId"> | null) => void;

function ChooseStart({ onChoose }: { onChoose: Start }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const starters = useQuery(trpc.content.starters.queryOptions({}));
  const templates = useQuery(trpc.content.list.queryOptions({ limit: 50 }, { enabled: workspace.can("content:read") }));
  const client = useTRPCClient();
  const open = useMutation({
    // What is approved, where something is; otherwise the newest version.
    mutationFn: ({ id, approvedVersion }: TemplateSummary) =>
      client.content.get.query({ id, version: approvedVersion ?? undefined }),
    onSuccess: (template) => onChoose(template.document, template),
    onError: (error) => void toast.error(messageOf(error)),
  });
  const own = templates.data?.data ?? [];
  return (
    <>
      {own.length > 0 ? (
        <Section title="Your templates">
          <ul className="grid border-line border-t sm:grid-cols-2">
            {own.map((template) => (
              <li key={template.id} className="border-line border-b">
                <button
                  type="button"
                  className="grid w-full gap-0.5 px-2 py-3 text-left hover:bg-sunken"
                  disabled={open.isPending}
                  onClick={() => open.mutate(template)}
                >
                  <span className="font-medium text-ink text-sm">{template.name}</span>
                  <span className="truncate text-ink-2 text-xs">
                    {template.approvedVersion === null ? "" : `Approved version ${template.approvedVersion} · `}
                    {template.subject || "No subject yet"}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Start fresh" description="Everything can be changed afterwards.">
        <ul className="grid grid-cols-2 gap-5 sm:grid-cols-4" aria-label="Starting points">
          {starters.data?.map((starter) => (
            <li key={starter.key}>
              <button
                type="button"
                className="group grid w-full gap-2 rounded-lg text-left"
                onClick={() => onChoose(starter.document, null)}
              >
                <StarterPicture starter={starter} />
                <span className="grid">
                  <span className="font-semibold text-ink text-sm">{starter.name}</span>
                  <span className="text-ink-2 text-xs">{starter.description}</span>
                </span>
              </button>
            </li>
          )) ?? <Skeleton className="h-48 w-full" />}
        </ul>
      </Section>
    </>
  );
}
