import { ensureInstallation, workspaceCtx } from "@/server/access";
import {
  DEMO_CAMPAIGNS,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
  removeDemo,
} from "@/server/demo";
import { closeDb, pipelineSql } from "@/server/platform/db";

const SLICE = 1000;

/** `npm run seed [-- people] [--remove] [--workspace slug]`: the demo company, loaded at once instead of in the background. */
async function seed(flags: string[]): Promise<void> {
  await ensureInstallation();
  const slug = flags[flags.indexOf("--workspace") + 1];
  const [workspace] = flags.includes("--workspace")
    ? await pipelineSql()<
        { workspace_no: number; name: string }[]
      >`select workspace_no, name from workspaces where slug = ${slug ?? ""}`
    : await pipelineSql()<
        { workspace_no: number; name: string }[]
      >`select workspace_no, name from workspaces order by workspace_no limit 1`;
  if (!workspace)
    throw new Error(
      "There is no workspace yet. Open the address of `npm start` and set Carillon up, or set CARILLON_ADMIN_EMAIL and CARILLON_ADMIN_PASSWORD.",
    );
  const ctx = await workspaceCtx(workspace.workspace_no, "seed");
  if (flags.includes("--remove")) {
    await removeDemo(ctx);
    process.stdout.write(`Removed the demo company from ${workspace.name}.\n`);
    return;
  }
  const people = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 5000);
  const first = await prepareDemo(ctx, people);
  for (let from = 0; from < people; from += SLICE)
    await loadDemoPeople(ctx, first, from, Math.min(from + SLICE, people));
  await loadDemoAssets(ctx);
  for (const index of DEMO_CAMPAIGNS.keys()) await loadDemoCampaign(ctx, index, first, people);
  await finishDemo(ctx);
  process.stdout.write(`Loaded ${people.toLocaleString("en")} people into ${workspace.name}.\n`);
}

try {
  await seed(process.argv.slice(2));
} finally {
  await closeDb();
}
