import { publicId } from "@/contracts/ids";
import { pipelineSql } from "@/server/platform/db";
import { demoCompany, signIn, startApp } from "./app";
import { type Figure, percentile, timed } from "./report";

const PEOPLE = 5000;
const WARM_UP = 5;
const BAR_MS = 200;

type Screen = { name: string; path: string };

/** Main screens and the reads behind them, one request after the other, on the demo company. */
export async function benchPages(requests: number): Promise<Figure[]> {
  const { workspaceNo, slug } = await demoCompany(PEOPLE);
  const screens = screensOf(slug, await newestCampaign(workspaceNo));
  const app = await startApp();
  try {
    const signedIn = { ...(await signIn(app.url)), "x-carillon-workspace": slug, "x-carillon-request": "1" };
    const base = await p95(`${app.url}/livez`, signedIn, requests);
    const figures: Figure[] = [];
    for (const { name, path } of screens) {
      const ms = await p95(`${app.url}${path}`, signedIn, requests);
      figures.push({
        job: name,
        ours: Number.isNaN(ms) ? "does not answer 200" : `${ms.toFixed(1)} ms`,
        baseline: `/livez ${base.toFixed(1)} ms`,
        ratio: "-",
        bar: `≤ ${BAR_MS} ms`,
        reached: ms <= BAR_MS,
      });
    }
    return figures;
  } finally {
    await app.stop();
  }
}

/** The 95th percentile in milliseconds until the last byte; NaN when an answer is not the page itself. */
async function p95(url: string, headers: Record<string, string>, requests: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + requests; i += 1) {
    const { ms, result } = await timed(async () => {
      const answer = await fetch(url, { headers, redirect: "manual" });
      await answer.arrayBuffer();
      return answer.status;
    });
    if (result !== 200) {
      process.stderr.write(`  ${new URL(url).pathname} answered ${result}\n`);
      return Number.NaN;
    }
    if (i >= WARM_UP) times.push(ms);
  }
  return percentile(times, 95);
}

function screensOf(slug: string, campaignId: string): Screen[] {
  const page = (name: string, path: string): Screen => ({ name: `page: ${name}, p95`, path: `/w/${slug}${path}` });
  const read = (name: string, procedure: string, input: object = {}): Screen => ({
    name: `read: ${name}, p95`,
    path: `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`,
  });
  return [
    page("home", ""),
    page("campaigns", "/campaigns"),
    page("campaign report", `/campaigns/${campaignId}`),
    page("contacts", "/contacts"),
    page("segments", "/segments"),
    page("content", "/content"),
    page("Local Inbox", "/outbox"),
    read("home", "home.overview"),
    read("campaigns", "campaigns.list"),
    read("campaign report", "campaigns.report", { campaignId }),
    read("campaign recipients", "campaigns.recipients", { campaignId }),
    read("contacts", "contacts.list"),
    read("segments", "segments.list"),
    read("templates", "content.list"),
  ];
}

async function newestCampaign(workspaceNo: number): Promise<string> {
  const [row] = await pipelineSql()<{ id: string }[]>`
    select id from campaigns where workspace_no = ${workspaceNo} and status = 'completed' order by campaign_no desc limit 1`;
  if (!row) throw new Error("the demo company has no campaign");
  return publicId("campaign", row.id);
}
