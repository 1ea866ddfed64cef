import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { CampaignStatus } from "@/contracts/campaigns";
import {
  approveCampaign,
  archiveCampaign,
  campaignNumbers,
  commentCampaign,
  compareCampaign,
  countRetryableMessages,
  createCampaign,
  decideUnknownMessages,
  deleteCampaign,
  diffCampaignVersions,
  duplicateCampaign,
  explainCampaign,
  getCampaign,
  getCampaignCalendar,
  getCampaignLinks,
  getCampaignPolicy,
  getCampaignReport,
  getCampaignReview,
  getCampaignSeries,
  getCampaignTimeline,
  keepOutcome,
  launchCampaign,
  listAudiencePeople,
  listCampaignRecipients,
  listCampaigns,
  listCampaignTags,
  listCampaignVersions,
  pauseCampaign,
  preflightCampaign,
  previewAudience,
  requestCampaignApproval,
  restoreCampaignVersion,
  resumeAgainRun,
  resumeCampaign,
  retryFailedMessages,
  scheduleCampaign,
  sendCampaign,
  sendCampaignAgain,
  sendCampaignBack,
  setCampaignPolicy,
  skipNextOccurrence,
  tagCampaigns,
  terminateCampaign,
  unarchiveCampaign,
  unscheduleCampaign,
  updateCampaign,
  withdrawCampaignReview,
  writeToSilent,
} from "@/server/campaigns";
import { stoppingSignal } from "@/server/platform/shutdown";
import { mutationOf, procedure, queryOf, router } from "../init";

const WATCH_EVERY_MS = 1000;
const LIVE: ReadonlySet<CampaignStatus> = new Set(["scheduled", "preparing", "active", "paused"]);

export const campaignsRouter = router({
  list: queryOf(listCampaigns),
  get: queryOf(getCampaign),
  report: queryOf(getCampaignReport),
  numbers: queryOf(campaignNumbers),
  compare: queryOf(compareCampaign),
  timeline: queryOf(getCampaignTimeline),
  links: queryOf(getCampaignLinks),
  recipients: queryOf(listCampaignRecipients),
  calendar: queryOf(getCampaignCalendar),
  review: queryOf(getCampaignReview),
  policy: queryOf(getCampaignPolicy),
  series: queryOf(getCampaignSeries),
  tags: queryOf(listCampaignTags),
  versions: queryOf(listCampaignVersions),
  versionDiff: queryOf(diffCampaignVersions),
  explain: queryOf(explainCampaign),
  preflight: queryOf(preflightCampaign),
  audiencePeople: queryOf(listAudiencePeople),
  previewAudience: queryOf(previewAudience),
  /** The report once a second while anything can still change, then once more and the stream ends. */
  watch: procedure
    .meta({ permission: getCampaignReport.spec.permission })
    .input(getCampaignReport.spec.input)
    .subscription(async function* ({ ctx, input, signal }) {
      const stop = AbortSignal.any([stoppingSignal(), ...(signal ? [signal] : [])]);
      while (!stop.aborted) {
        const began = Date.now();
        const report = await getCampaignReport({ ...ctx.ctx, now: new Date() }, input);
        yield report;
        if (!LIVE.has(report.campaign.status)) return;
        // Counting a large run may not take more than a tenth of the time.
        const pauseMs = Math.max(WATCH_EVERY_MS, 10 * (Date.now() - began));
        await delay(pauseMs, undefined, { signal: stop }).catch(() => undefined);
      }
    }),
  create: mutationOf(createCampaign),
  update: mutationOf(updateCampaign),
  duplicate: mutationOf(duplicateCampaign),
  delete: mutationOf(deleteCampaign),
  archive: mutationOf(archiveCampaign),
  unarchive: mutationOf(unarchiveCampaign),
  tag: mutationOf(tagCampaigns),
  restoreVersion: mutationOf(restoreCampaignVersion),
  requestApproval: mutationOf(requestCampaignApproval),
  approve: mutationOf(approveCampaign),
  sendBack: mutationOf(sendCampaignBack),
  withdrawReview: mutationOf(withdrawCampaignReview),
  comment: mutationOf(commentCampaign),
  setPolicy: mutationOf(setCampaignPolicy),
  skipOccurrence: mutationOf(skipNextOccurrence),
  sendAgain: mutationOf(sendCampaignAgain),
  send: mutationOf(sendCampaign),
  schedule: mutationOf(scheduleCampaign),
  unschedule: mutationOf(unscheduleCampaign),
  launch: mutationOf(launchCampaign),
  pause: mutationOf(pauseCampaign),
  resume: mutationOf(resumeCampaign),
  terminate: mutationOf(terminateCampaign),
  decideUnknown: mutationOf(decideUnknownMessages),
  resumeAgain: mutationOf(resumeAgainRun),
  retryable: queryOf(countRetryableMessages),
  retryFailed: mutationOf(retryFailedMessages),
  keepOutcome: mutationOf(keepOutcome),
  writeToSilent: mutationOf(writeToSilent),
});
