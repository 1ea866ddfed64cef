import "server-only";
import { randomUUID } from "node:crypto";
import { PERMISSIONS } from "@/contracts/access";
import { type SetUpInput, setUpSchema } from "@/contracts/access-inputs";
import { normaliseEmail } from "@/contracts/addresses";
import { apiKeys, installation, users } from "@/drizzle/schema/access";
import type { Actor } from "@/server/platform/context";
import { inPipeline, pipelineSql, type Tx } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { AppError, validationError } from "@/server/platform/errors";
import { takeNumbers } from "@/server/platform/numbers";
import { emitEvents } from "@/server/platform/outbox";
import { currentTraceId } from "@/server/platform/trace";
import { hashApiKey, hintOf } from "../api-key-secret";
import { hashPassword } from "../hash-password";
import { toWorkspace, type Workspace, type WorkspaceRow } from "../workspace";
import { insertWorkspace } from "./create-workspace";

const DEMO_PEOPLE = 5000;
const SET_UP: Actor = { type: "operator", name: "set-up" };

/** Whether the first admin exists: from then on there is no set-up page. */
export async function isSetUp(): Promise<boolean> {
  const rows = await pipelineSql()`select 1 from installation`;
  return rows.length > 0;
}

/**
 * Makes the first admin and the first workspace. Of any number of visitors at once exactly one wins, because the row
 * in `installation` can be inserted once; the others get CONFLICT and nothing of theirs stays.
 */
export async function setUpInstallation(raw: unknown, now: Date): Promise<Workspace> {
  const input = setUpSchema.safeParse(raw);
  if (!input.success) throw validationError(input.error);
  const workspace = await setUp(input.data, now);
  if (!workspace) throw new AppError("CONFLICT", "Carillon is set up already. Sign in instead.");
  return workspace;
}

async function setUp(input: SetUpInput, now: Date): Promise<Workspace | null> {
  if (await isSetUp()) return null;
  const passwordHash = await hashPassword(input.password);
  return inPipeline(async (tx) => {
    const won = await tx.insert(installation).values({ setUpAt: now }).onConflictDoNothing().returning();
    if (won.length === 0) return null;
    const userId = randomUUID();
    const email = normaliseEmail(input.email) ?? input.email;
    await tx
      .insert(users)
      .values({ id: userId, email, name: input.name, passwordHash, createdAt: now, updatedAt: now });
    const { timeZone, currency, workspaceName } = input;
    const owner = { userId, actor: SET_UP };
    const traceId = currentTraceId();
    const workspace = await insertWorkspace(
      tx,
      { name: workspaceName, timeZone, currency, locale: "en" },
      owner,
      now,
      traceId,
    );
    const { workspaceNo } = workspace;
    if (input.start === "demo")
      await emitEvents(tx, { workspaceNo, now, traceId }, [
        { name: "demo.requested", data: { workspaceNo, people: DEMO_PEOPLE } },
      ]);
    return workspace;
  });
}

/**
 * Set-up without a browser, from CARILLON_ADMIN_EMAIL, _PASSWORD, _WORKSPACE, _API_KEY and _DEMO. Every process calls
 * it at every start; only what is missing is made.
 */
export async function ensureInstallation(now: Date = new Date()): Promise<void> {
  const e = env();
  if (e.CARILLON_ADMIN_EMAIL && e.CARILLON_ADMIN_PASSWORD)
    await setUp(
      {
        name: e.CARILLON_ADMIN_EMAIL.split("@")[0] ?? "Admin",
        email: e.CARILLON_ADMIN_EMAIL,
        password: e.CARILLON_ADMIN_PASSWORD,
        workspaceName: e.CARILLON_WORKSPACE ?? "My workspace",
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        currency: "USD",
        start: e.CARILLON_DEMO === "1" ? "demo" : "own",
      },
      now,
    );
  if (e.CARILLON_API_KEY) await ensureApiKey(e.CARILLON_API_KEY, now);
}

/** The operator's key belongs to the first workspace and may do everything. */
async function ensureApiKey(secret: string, now: Date): Promise<void> {
  const [first] = await pipelineSql()<WorkspaceRow[]>`select * from workspaces order by workspace_no limit 1`;
  if (!first) return;
  const { workspaceNo } = toWorkspace(first);
  await inPipeline((tx) => insertOperatorKey(tx, workspaceNo, secret, now));
}

async function insertOperatorKey(tx: Tx, workspaceNo: number, secret: string, now: Date): Promise<void> {
  await tx
    .insert(apiKeys)
    .values({
      workspaceNo,
      keyNo: await takeNumbers(tx, workspaceNo, "api_key"),
      id: randomUUID(),
      name: "CARILLON_API_KEY",
      hint: hintOf(secret),
      secretHash: hashApiKey(secret),
      scopes: [...PERMISSIONS],
      createdBy: null,
      createdAt: now,
    })
    .onConflictDoNothing({ target: apiKeys.secretHash });
}
