import { z } from "zod";

/** How finely the course of a sending is drawn: the first hour by the minute, the first week by the hour. */
export const TIMELINE_STEPS = ["minute", "hour"] as const;
export const timelineStepSchema = z.enum(TIMELINE_STEPS);
export type TimelineStep = z.infer<typeof timelineStepSchema>;
export const TIMELINE_LENGTH: Record<TimelineStep, number> = { minute: 60, hour: 168 };

/** Messages taken by the provider, and people who opened or clicked for the first time; machines left aside. */
export type TimelinePoint = { sent: number; opens: number; clicks: number };
export type RunTimeline = {
  step: TimelineStep;
  /** Start of the first point; point n begins n steps later. */
  startedAt: string;
  points: TimelinePoint[];
  /** What came after the last point, so that points and rest add up to the report. */
  later: TimelinePoint;
};

/** Messages decided a second over the last ten, and how long the rest takes at that rate; null when nothing moves. */
export type RunPace = { perSecond: number; secondsLeft: number } | null;

/** What came of one link. `address` is without its query where people got different ones. */
export type LinkAnswer = {
  linkNo: number;
  address: string;
  /** People who followed it, machines left aside. */
  people: number;
  /** Their clicks: somebody may follow a link twice. */
  clicks: number;
  machineClicks: number;
};

/** A place in the rendered e-mail where a link stands, with what came of it. */
export type ClickSpot = { address: string; people: number; linkNo: number };
export type ClickMap = { html: string | null; spots: ClickSpot[] };

/** The numbers of a run a list shows. Each equals the one of the report. */
export type RunNumbers = {
  sent: number;
  delivered: number;
  opens: number;
  clicks: number;
  unsubscribes: number;
  bounced: number;
};

export const RATES = ["clicks", "opens", "unsubscribes", "bounced"] as const;
export type RateName = (typeof RATES)[number];

/** Each rate beside the median of what this workspace usually gets; null before there is anything to compare with. */
export type RateComparison = { own: number | null; median: number | null };
export type CampaignComparison = {
  /** How many earlier campaigns the medians are of; under five they say little. */
  campaigns: number;
  rates: Record<RateName, RateComparison>;
};
/** Fewer campaigns than this make a median that says little, and the screen says so. */
export const FEW_CAMPAIGNS = 5;

/** What each number of a report counts, in the words shown beside it. */
export const METRIC_DEFINITIONS = {
  audience: {
    label: "Meant",
    text: "Everybody the audience named at the launch, whether or not they could be written to.",
  },
  sent: {
    label: "Sent",
    text: "Messages the provider accepted, including unknown ones somebody found to have arrived.",
  },
  delivered: {
    label: "Delivered",
    text: "Messages the receiving mail server took and from which neither a bounce nor a complaint came back. In the Local Inbox, accepted is delivered.",
  },
  opens: {
    label: "Human opens",
    text: "People whose mail program loaded the pixel at least once. Privacy proxies and scanners are left out; whoever blocks images is missing, so read opens as a trend.",
  },
  clicks: {
    label: "Human clicks",
    text: "People who followed at least one link. Scanners that follow every link or click within two seconds are left out.",
  },
  clickRate: { label: "Click rate", text: "Human clicks divided by delivered messages." },
  unsubscribes: {
    label: "Unsubscribed",
    text: "People who said no by a link or the button of this message, divided by delivered messages for the rate.",
  },
  bounced: {
    label: "Bounced",
    text: "Messages that came back after the provider took them; the rate is of sent messages. Who complained is counted there instead.",
  },
  skipped: { label: "Not sent", text: "People of the audience who were left out, each with one reason." },
  failed: { label: "Failed", text: "Messages the provider refused for good." },
  unknown: {
    label: "Unknown",
    text: "Messages the provider may or may not have: the connection broke while they were handed over.",
  },
  median: {
    label: "Your usual",
    text: "The middle value of this workspace's last campaigns that were sent to at least one person and ended before this one began.",
  },
} as const;
export type MetricName = keyof typeof METRIC_DEFINITIONS;
