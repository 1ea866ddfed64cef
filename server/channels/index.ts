export { markMessageRead } from "./commands/mark-message-read";
export { createProvider, deleteProvider, setDefaultProvider, updateProvider } from "./commands/write-provider";
export {
  type EmailProvider,
  type Outgoing,
  type OutgoingEmail,
  type ProviderNotification,
  type Verdict,
  WebhookRefused,
} from "./contract";
export { loadProvider, type Provider, providerForSending, type SendingProvider } from "./load";
export { closeProviders, openProvider } from "./open-providers";
export { getOutboxMessage, listOutbox, readOutbox } from "./queries/list-outbox";
export { getProvider, listProviders } from "./queries/list-providers";
