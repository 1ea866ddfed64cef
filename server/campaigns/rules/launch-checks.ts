import type { AudienceWaterfall, CampaignSchedule, PreflightFinding } from "@/contracts/campaigns";
import type { ContentFinding } from "@/contracts/content";
import type { DomainStatus } from "@/contracts/sending-domains";

/** Everything the checks look at, gathered by preflight-campaign: the rule itself reads no clock and no database. */
export type LaunchFacts = {
  hasAudience: boolean;
  audienceProblem: string | null;
  waterfall: AudienceWaterfall | null;
  content: ContentFinding[] | null;
  /** Why this content is not approved where it has to be; null: it may go. */
  approval: string | null;
  topic: { name: string; isArchived: boolean } | null;
  provider: { name: string; isLocal: boolean; fromEmail: string } | null;
  /** What is known about the domain of the sender address; null: it is not under Settings › Domains. */
  senderDomain: DomainStatus | null;
  demoPeople: number;
  postalAddress: string | null;
  schedule: CampaignSchedule;
  /** Where the approval of the campaign as a whole stands; null where the workspace asks for none. */
  review: "none" | "waiting" | "approved" | "stale" | null;
  /** Whether a recurring rule comes again at all. */
  hasTimeAhead: boolean;
  now: Date;
};

const audienceFindings = (facts: LaunchFacts): PreflightFinding[] => {
  if (!facts.hasAudience)
    return [{ level: "must", code: "no_audience", step: "audience", message: "Choose who should get this campaign." }];
  if (facts.audienceProblem)
    return [{ level: "must", code: "audience_broken", step: "audience", message: facts.audienceProblem }];
  if (!facts.waterfall) return [];
  const { matched, willReceive } = facts.waterfall;
  if (matched === 0)
    return [{ level: "must", code: "audience_empty", step: "audience", message: "Nobody matches this audience." }];
  if (willReceive === 0)
    return [
      {
        level: "must",
        code: "nobody_receives",
        step: "audience",
        message: `${matched.toLocaleString("en")} people match, but none of them may be written to. The reasons are listed under the audience.`,
      },
    ];
  const findings: PreflightFinding[] = [
    {
      level: "good",
      code: "audience",
      step: "audience",
      message: `${willReceive.toLocaleString("en")} of ${matched.toLocaleString("en")} people will receive it.`,
    },
  ];
  if (facts.demoPeople > 0 && facts.provider && !facts.provider.isLocal)
    findings.push({
      level: "should",
      code: "demo_people",
      step: "audience",
      message: `${facts.demoPeople.toLocaleString("en")} demo people are left out: they only ever get mail in the Local Inbox.`,
    });
  return findings;
};

const contentFindings = (facts: LaunchFacts): PreflightFinding[] => {
  if (facts.content === null)
    return [
      { level: "must", code: "no_content", step: "content", message: "Write the e-mail or start from a template." },
    ];
  const findings: PreflightFinding[] = facts.content.map(({ level, code, message }) => ({
    level,
    code,
    message,
    step: "content" as const,
  }));
  if (facts.approval) findings.push({ level: "must", code: "not_approved", step: "content", message: facts.approval });
  if (facts.topic?.isArchived)
    findings.push({
      level: "must",
      code: "topic_archived",
      step: "content",
      message: `The topic “${facts.topic.name}” is archived. Choose another, or send it as marketing of no topic.`,
    });
  return findings;
};

const senderFindings = (facts: LaunchFacts): PreflightFinding[] => {
  const findings: PreflightFinding[] = [];
  if (!facts.provider)
    findings.push({
      level: "must",
      code: "no_provider",
      step: "review",
      message: "Choose how this campaign is sent under Settings › Providers.",
    });
  else if (facts.provider.isLocal)
    findings.push({
      level: "should",
      code: "local_inbox",
      step: "review",
      message: "This goes to the Local Inbox: nothing leaves this machine.",
    });
  else
    findings.push({
      level: "good",
      code: "provider",
      step: "review",
      message: `Sent through ${facts.provider.name} from ${facts.provider.fromEmail}.`,
    });
  const doubt = facts.provider && !facts.provider.isLocal ? senderDoubt(facts.provider, facts.senderDomain) : null;
  if (doubt) findings.push({ level: "should", code: "sender_unverified", step: "review", message: doubt });
  if (!facts.postalAddress?.trim())
    findings.push({
      level: "must",
      code: "no_postal_address",
      step: "review",
      message: "Marketing mail needs your postal address. Add it under Settings › Workspace.",
    });
  return findings;
};

/** Why receivers may not believe the sender address; null when its records were found. */
function senderDoubt({ fromEmail }: { fromEmail: string }, status: DomainStatus | null): string | null {
  const domain = fromEmail.slice(fromEmail.lastIndexOf("@") + 1);
  switch (status) {
    case "verified":
      return null;
    case null:
      return `${domain} is not among your sending domains. Add it under Settings › Domains, so that SPF, DKIM and DMARC can be checked.`;
    case "broken":
      return `The DNS records of ${domain} were right and are not any more: this may end up as spam. See Settings › Domains.`;
    case "unchecked":
    case "unverified":
      return `The DNS records of ${domain} are not complete: this may end up as spam. See Settings › Domains.`;
  }
}
const REVIEW_FINDINGS = {
  none: { level: "must", code: "not_reviewed", message: "Campaigns need approval here. Request it below." },
  waiting: { level: "must", code: "not_reviewed", message: "It waits for approval. Until then it cannot leave." },
  stale: {
    level: "must",
    code: "not_reviewed",
    message: "A snippet or segment it uses was changed after the approval. Take the approval back and ask again.",
  },
  approved: { level: "good", code: "reviewed", message: "Approved as it is." },
} as const;

const reviewFindings = ({ review }: LaunchFacts): PreflightFinding[] =>
  review === null ? [] : [{ ...REVIEW_FINDINGS[review], step: "review" }];

const schedulePast = (message: string): PreflightFinding => ({
  level: "must",
  code: "schedule_past",
  step: "schedule",
  message,
});

const scheduleFindings = (facts: LaunchFacts): PreflightFinding[] => {
  const { schedule, now } = facts;
  switch (schedule.kind) {
    case "now":
      return [];
    case "at":
      return Date.parse(schedule.at) <= now.getTime()
        ? [schedulePast("The chosen time has passed. Choose a later one or send now.")]
        : [];
    case "local": {
      // On no clock of the world is it still ahead: the last one is twelve hours behind UTC.
      const isOver = Date.parse(`${schedule.local}:00Z`) + 12 * 3_600_000 <= now.getTime();
      return isOver ? [schedulePast("The chosen time has passed everywhere. Choose a later one or send now.")] : [];
    }
    case "recurring":
      return facts.hasTimeAhead
        ? []
        : [
            {
              level: "must",
              code: "no_time_ahead",
              step: "schedule",
              message: "This rule has no time ahead. Choose a later end date or another rule.",
            },
          ];
  }
};

/** All findings at once, so nobody fixes one blocker only to meet the next. Pure. */
export const launchChecks = (facts: LaunchFacts): PreflightFinding[] => [
  ...audienceFindings(facts),
  ...contentFindings(facts),
  ...scheduleFindings(facts),
  ...senderFindings(facts),
  ...reviewFindings(facts),
];

export const blockersOf = (findings: PreflightFinding[]): PreflightFinding[] =>
  findings.filter((f) => f.level === "must");
