export { markMessageRead } from "./commands/mark-message-read";
export { removeDomain } from "./commands/write-domain";
export { createProvider, deleteProvider, setDefaultProvider, updateProvider } from "./commands/write-provider";
export {
  type EmailProvider,
  type Outgoing,
  type OutgoingEmail,
  type ProviderNotification,
  type Verdict,
  WebhookRefused,
} from "./contract";
export { senderDomainStatus } from "./domains";
export { loadProvider, type Provider, providerForSending, type SendingProvider } from "./load";
export { closeProviders, openProvider } from "./open-providers";
export { addDomain, checkDomain, checkDueDomains, rotateDkimKey } from "./processes/check-domain";
export { getDomain, listDomains } from "./queries/list-domains";
export { getOutboxMessage, listOutbox, readOutbox } from "./queries/list-outbox";
export { getProvider, listProviders } from "./queries/list-providers";
