import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { ensureInstallation, workspaceCtx } from "@/server/access";
import {
  DEMO_CAMPAIGNS,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
} from "@/server/demo";
import { pipelineSql } from "@/server/platform/db";
import { ADMIN } from "./environment";
import { analyze } from "./people";

const SLICE = 1000;

export type App = { url: string; pid: number; stop(): Promise<void> };

/** The admin's workspace with the demo company in it; returns its number and slug. */
export async function demoCompany(people: number): Promise<{ workspaceNo: number; slug: string }> {
  await ensureInstallation();
  const [row] = await pipelineSql()<{ workspace_no: number; slug: string; people: number }[]>`
    select w.workspace_no, w.slug,
           (select count(*)::int from contacts c where c.workspace_no = w.workspace_no) as people
      from workspaces w join members m using (workspace_no) order by 1 limit 1`;
  if (!row) throw new Error("there is no workspace");
  if (row.people < people) {
    const ctx = await workspaceCtx(row.workspace_no, "bench");
    const first = await prepareDemo(ctx, people);
    for (let from = 0; from < people; from += SLICE)
      await loadDemoPeople(ctx, first, from, Math.min(from + SLICE, people));
    await loadDemoAssets(ctx);
    for (const index of DEMO_CAMPAIGNS.keys()) await loadDemoCampaign(ctx, index, first, people);
    await finishDemo(ctx);
    await analyze("contacts", "consent_state", "deliveries", "message_hits");
  }
  return { workspaceNo: row.workspace_no, slug: row.slug };
}

/** The built web process on a free port, with the database of the bench. Builds first when sources changed. */
export async function startApp(): Promise<App> {
  await run(["--input-type=module", "-e", 'await (await import("./scripts/lib/build.mjs")).build()']);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["dist/web.js"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      APP_URL: url,
      NEXTAUTH_URL: url,
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await untilReady(child, url);
  return {
    url,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

/** The headers of somebody signed in. */
export async function signIn(url: string): Promise<Record<string, string>> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const call = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(`${url}/api/auth/${path}`, {
      headers: { cookie: cookie(), ...(form && { origin: url }) },
      redirect: "manual",
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer;
  };
  const { csrfToken }: { csrfToken: string } = await (await call("csrf")).json();
  await call("callback/password", {
    csrfToken,
    ...ADMIN,
    json: "true",
    callbackUrl: "/",
  });
  if (![...jar.keys()].some((name) => name.includes("session"))) throw new Error("could not sign in");
  return { cookie: cookie() };
}

function run(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the build ended with ${code}`))));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + 300_000;
  while (Date.now() < until && child.exitCode === null) {
    const isReady = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the web process was not ready");
}
