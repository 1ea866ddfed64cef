import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { ProviderSettings } from "@/contracts/channels";
import type { FrozenContent } from "@/contracts/delivery";
import type { EmailDocument } from "@/contracts/documents/email";
import { publicId } from "@/contracts/ids";
import { workspaceByNo } from "@/server/access";
import { SECRET } from "@/server/channels/open-providers";
import type { SendPermit } from "@/server/consent";
import { fromRaw, type RawContactRow } from "@/server/contacts";
import type { SendRun } from "@/server/delivery/load";
import { createRenderer, type Letterhead, type Renderer } from "@/server/delivery/render-message";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { seal } from "@/server/platform/seal";

/** A newsletter with merge tags, three tracked links, a pixel and a text part made from it. */
export const NEWSLETTER: EmailDocument = {
  version: 1,
  mode: "react",
  template: "newsletter",
  subject: "{{ contact.first_name | default: 'Hello' }}, what we learned in November",
  preheader: "One story, two short ones for {{ contact.country | default: 'you' }}.",
  text: "",
  props: {
    issue: "No. 12 · November",
    headline: "The slow loaf is back, and it brought friends",
    lead: "Dear {{ contact.first_name | default: 'reader' }}, for a year we tried to make our bread faster. Then we stopped, let the dough rest for two nights, and sold out by nine every morning.\n\nHere is what changed in the kitchen, and what it means for your {{ contact.plan | default: 'Saturday' }} box.",
    lead_label: "Read the whole story",
    lead_url: "https://example.com/stories/slow-loaf?utm_source=newsletter",
    item1_title: "A second oven",
    item1_text: "It arrived on Tuesday and weighs as much as a small car. Rye comes out of it from next week.",
    item1_url: "https://example.com/stories/oven?utm_source=newsletter",
    item2_title: "Open on Mondays",
    item2_text: "You asked, we counted: from December the shop is open all week, seven to two.",
    item2_url: "https://example.com/stories/mondays?utm_source=newsletter",
    closing: "See you at the counter.\nAda and the night shift",
  },
};

export const CONTENT: FrozenContent = {
  document: NEWSLETTER,
  purpose: "marketing",
  fromEmail: "hello@bench.example",
  fromName: "Bench",
  campaignName: "Bench",
  missingValues: "blank",
};

/** Another road out, as the default of the workspace. */
export async function addProvider(
  ctx: Ctx,
  settings: ProviderSettings,
): Promise<{ providerNo: number; providerId: string }> {
  const sql = pipelineSql();
  const id = randomUUID();
  const [row] = await sql<{ provider_no: number }[]>`
    insert into providers (workspace_no, provider_no, id, kind, name, settings, secret_sealed, from_email, from_name)
    select ${ctx.workspaceNo}, max(provider_no) + 1, ${id}, ${settings.kind}, 'Sink', ${sql.json(settings)},
           ${settings.kind === "resend" ? seal("re_bench", SECRET) : null}, 'hello@bench.example', 'Bench'
      from providers where workspace_no = ${ctx.workspaceNo} returning provider_no`;
  return { providerNo: Number(row?.provider_no), providerId: publicId("provider", id) };
}

/** The renderer of the send path for a run that is not in the database. */
export async function benchRenderer(ctx: Ctx): Promise<Renderer> {
  const run: SendRun = {
    workspaceNo: ctx.workspaceNo,
    runNo: 1,
    id: randomUUID(),
    kind: "campaign",
    state: "ready",
    providerNo: 1,
    content: CONTENT,
    createdAt: ctx.now,
    first: { runNo: 1, createdAt: ctx.now },
    isFinished: false,
    hasAudience: true,
  };
  return createRenderer(run, await letterheadOf(ctx));
}

export async function letterheadOf(ctx: Ctx): Promise<Letterhead> {
  const { name, ...workspace } = await workspaceByNo(ctx.workspaceNo);
  return { ...workspace, workspaceName: name };
}

/** Permits for the bare loop, which asks nobody: everything but the mint's mark. */
export async function barePermits(ctx: Ctx): Promise<SendPermit[]> {
  const rows = await pipelineSql()<RawContactRow[]>`
    select c.* from contacts c
      join consent_state s on s.workspace_no = c.workspace_no and s.contact_no = c.contact_no and s.state = 'granted'
     where c.workspace_no = ${ctx.workspaceNo} order by c.contact_no`;
  return rows.map((row, i) => {
    const contact = fromRaw(row);
    const address = { key: contact.emailKey ?? "", written: contact.email ?? "" };
    const permit = {
      workspaceNo: ctx.workspaceNo,
      seq: i % 1000,
      contactNo: contact.contactNo,
      purpose: "marketing",
      channel: "email",
      address,
      contact,
    };
    // The mark is what the type is for; a baseline without it is the point here.
    return permit as unknown as SendPermit;
  });
}

const TICK_MS = 10;

/** CPU milliseconds all processes of our Postgres have used so far; null where there is no /proc. */
export async function postgresCpuMs(): Promise<number | null> {
  const found = await postgresProcesses();
  return found && (found.main.own + found.main.ended + found.children.reduce((sum, p) => sum + p.own, 0)) * TICK_MS;
}

/** Pids of the server and everything it started, the server first. */
export async function postgresPids(): Promise<number[] | null> {
  const found = await postgresProcesses();
  return found && [found.main.pid, ...found.children.map((child) => child.pid)];
}

type Process = { pid: number; parent: number; own: number; ended: number };

async function postgresProcesses(): Promise<{ main: Process; children: Process[] } | null> {
  const [row] = await pipelineSql()<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const processes = new Map<number, Process>();
  try {
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      const stat = statOf(name);
      if (stat) processes.set(Number(name), { pid: Number(name), ...stat });
    }
  } catch {
    return null;
  }
  const postmaster = processes.get(Number(row?.pid))?.parent;
  const main = postmaster === undefined ? undefined : processes.get(postmaster);
  return main ? { main, children: [...processes.values()].filter((p) => p.parent === postmaster) } : null;
}

function statOf(pid: string): { parent: number; own: number; ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      fields[1],
      fields[11],
      fields[12],
      fields[13],
      fields[14],
    ];
    return { parent, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return null;
  }
}
