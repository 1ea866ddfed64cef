/** A provider's news (server/channels/contract.ts), as far as it is text and time. */
type News = {
  notificationId: string;
  messageId: string | null;
  providerMessageId?: string | null;
  at: Date;
  detail: string | null;
  hit?: { url: string | null; userAgent: string | null; ip: string | null; isMachine: boolean };
};

const DAY_MS = 86_400_000;
const tidy = (text: string, max: number): string => text.replaceAll("\0", "").slice(0, max).toWellFormed();
const tidyOrNull = (text: string | null | undefined, max: number): string | null => (text ? tidy(text, max) : null);

/** What a provider wrote, made storable: no NUL, bounded lengths, and a time that can be true. */
export function tidyNotification<T extends News>(raw: T, now: Date): T {
  const at = raw.at.getTime();
  const isPlausible = at > Date.UTC(2000) && at < now.getTime() + DAY_MS;
  return {
    ...raw,
    notificationId: tidy(raw.notificationId, 300),
    messageId: tidyOrNull(raw.messageId, 100),
    providerMessageId: tidyOrNull(raw.providerMessageId, 200),
    at: isPlausible ? raw.at : now,
    detail: tidyOrNull(raw.detail, 300),
    ...(raw.hit
      ? {
          hit: {
            ...raw.hit,
            url: tidyOrNull(raw.hit.url, 2000),
            userAgent: tidyOrNull(raw.hit.userAgent, 500),
            ip: tidyOrNull(raw.hit.ip, 60),
          },
        }
      : {}),
  };
}
