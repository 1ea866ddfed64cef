import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** A workspace as the other domains need it. `workspaceNo` never leaves the server. */
export type Workspace = {
  workspaceNo: number;
  workspaceId: string;
  slug: string;
  name: string;
  timeZone: string;
  postalAddress: string | null;
  locale: string;
  currency: string;
  demoState: "none" | "loading" | "loaded" | "removing";
};

export type WorkspaceRow = {
  workspace_no: number;
  id: string;
  slug: string;
  name: string;
  time_zone: string;
  postal_address: string | null;
  locale: string;
  currency: string;
  demo_state: Workspace["demoState"];
  sso_enforced_at: Date | null;
};

export const toWorkspace = (row: WorkspaceRow): Workspace => ({
  workspaceNo: row.workspace_no,
  workspaceId: row.id,
  slug: row.slug,
  name: row.name,
  timeZone: row.time_zone,
  postalAddress: row.postal_address,
  locale: row.locale,
  currency: row.currency,
  demoState: row.demo_state,
});

/** The workspace with this number; throws when there is none, because numbers come from our own rows. */
export async function workspaceByNo(workspaceNo: number): Promise<Workspace> {
  const [row] = await pipelineSql()<WorkspaceRow[]>`select * from workspaces where workspace_no = ${workspaceNo}`;
  if (!row) throw new Error(`There is no workspace ${workspaceNo}.`);
  return toWorkspace(row);
}

/** The workspace with this slug, or null. Says nothing about who may open it. */
export async function workspaceBySlug(slug: string): Promise<Workspace | null> {
  const [row] = await pipelineSql()<WorkspaceRow[]>`select * from workspaces where slug = ${slug}`;
  return row ? toWorkspace(row) : null;
}
