import { formatDateTime, formatRelative } from "./format";

export type RelativeTimeProps = {
  value: Date | string;
  /** The instant the page was made; the same on server and client, so nothing shifts on load. Without it: absolute. */
  now?: Date | string;
  /** IANA zone for the absolute form, normally the workspace's. */
  timeZone: string;
  className?: string;
};

/** "3 hours ago", with the exact time and zone one hover or one copy away. */
export function RelativeTime({ value, now, timeZone, className }: RelativeTimeProps) {
  const absolute = formatDateTime(value, timeZone);
  return (
    <time dateTime={new Date(value).toISOString()} title={absolute} className={className}>
      {now ? formatRelative(value, now) : absolute}
    </time>
  );
}
