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
