/**
 * Every domain event: past tense, ids only. The same strings name Inngest events and webhooks.
 * `workspaceNo` travels inside (never leaves the server); webhooks and API translate to public ids.
 */
export type DomainEvents = {
  "import.fetch-requested": { workspaceNo: number; importNo: number };
  "import.requested": { workspaceNo: number; importNo: number };
  "import.completed": { workspaceNo: number; importNo: number };
  "import.cancelled": { workspaceNo: number; importNo: number };
  "import.undo-requested": { workspaceNo: number; importNo: number };
  "import.undone": { workspaceNo: number; importNo: number };
  "contact.deleted": { workspaceNo: number; contactNo: number };
  "contact.merged": { workspaceNo: number; contactNo: number; intoNo: number };
  "contact.unmerged": { workspaceNo: number; contactNo: number; fromNo: number };
  "contact-field.retype-requested": { workspaceNo: number; retypeNo: number };
  "contact-field.retyped": { workspaceNo: number; key: string };
  /** Many at once, up to a thousand in one event. */
  "contacts.deleted": { workspaceNo: number; contactNos: number[] };
  "bulk-job.requested": { workspaceNo: number; jobNo: number };
  "bulk-job.undo-requested": { workspaceNo: number; jobNo: number };
  "export.requested": { workspaceNo: number; exportNo: number };
  "consent.granted": { workspaceNo: number; contactNo: number; channel: string };
  "consent.revoked": { workspaceNo: number; contactNo: number; channel: string; source: string };
  "segment.refresh-requested": { workspaceNo: number; segmentNo: number };
  "segment.refreshed": { workspaceNo: number; segmentNo: number; entered: number; exited: number };
  "campaign.scheduled": { workspaceNo: number; campaignNo: number; at: string; version: number };
  /** Its time has passed and it still waits. */
  "campaign.launch-due": { workspaceNo: number; campaignNo: number; version: number };
  "campaign.launched": { workspaceNo: number; campaignNo: number; version: number };
  "campaign.paused": { workspaceNo: number; campaignNo: number; runNo: number | null };
  "campaign.resumed": { workspaceNo: number; campaignNo: number; runNo: number | null };
  "campaign.terminated": { workspaceNo: number; campaignNo: number; runNo: number | null };
  "campaign.completed": { workspaceNo: number; campaignNo: number; runNo: number };
  /** Its files are to go; the row went with the commit. */
  "asset.deleted": { workspaceNo: number; files: string[] };
  "form.signed-up": { workspaceNo: number; signupNo: number };
  "delivery.run-ready": { workspaceNo: number; runNo: number };
  /** The road out refused (credentials, quota): the run waits for a person. */
  "delivery.run-held": { workspaceNo: number; runNo: number; problem: string };
  "delivery.run-drained": { workspaceNo: number; runNo: number };
  /** A domain whose records were right, and are not any more; or are again. */
  "sending-domain.broken": { workspaceNo: number; domainNo: number };
  "sending-domain.verified": { workspaceNo: number; domainNo: number };
  /** Older opens and clicks are to be judged by today's rules. */
  "hits.rejudge-requested": { workspaceNo: number };
  /** Messages of outgoing webhooks wait to be sent. */
  "webhook.messages-due": { workspaceNo: number };
  "demo.requested": { workspaceNo: number; people: number };
  "demo.removal-requested": { workspaceNo: number };
};

export type DomainEventName = keyof DomainEvents;
export type DomainEvent<N extends DomainEventName = DomainEventName> = {
  [K in N]: { name: K; data: DomainEvents[K] };
}[N];
