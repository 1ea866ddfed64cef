import "server-only";
import { and, eq } from "drizzle-orm";
import type { SnippetBody } from "@/contracts/documents/email";
import { snippets, snippetVersions } from "@/drizzle/schema/content";
import { actorId, type Ctx } from "@/server/platform/context";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { findCycle, snippetsOfBody } from "../rules/snippet-references";
import { currentBodies, lockSnippets, type SnippetRow } from "./load";

/** Refuses a body that names what is not there or that would include itself, saying the way round. */
export async function checkReferences(tx: Tx, workspaceNo: number, key: string, body: SnippetBody): Promise<void> {
  const named = snippetsOfBody(body);
  if (named.length === 0) return;
  await lockSnippets(tx, workspaceNo);
  const others = await currentBodies(tx, workspaceNo);
  const cycle = findCycle(key, body, others);
  if (cycle) refuse(`This would include itself: ${cycle.map((one) => `“${one}”`).join(" → ")}.`);
  const lost = named.find((one) => one !== "" && !others.has(one));
  if (lost !== undefined) refuse(`There is no snippet “${lost}”.`);
}

function refuse(reason: string): never {
  throw new AppError("VALIDATION_ERROR", reason, { field: "body", reason }, [
    { pointer: "#/body", code: "snippet_reference", detail: reason },
  ]);
}

/** Adds a version on top of the one the caller has seen; CONFLICT when somebody saved in between. */
export async function appendSnippetVersion(
  tx: Tx,
  ctx: Ctx,
  row: SnippetRow,
  next: { body: SnippetBody; expectedVersion: number; name?: string; note?: string },
): Promise<SnippetRow> {
  await checkReferences(tx, ctx.workspaceNo, row.key, next.body);
  const version = next.expectedVersion + 1;
  const [moved] = await tx
    .update(snippets)
    .set({ currentVersion: version, updatedAt: ctx.now, ...(next.name === undefined ? {} : { name: next.name }) })
    .where(
      and(
        eq(snippets.workspaceNo, ctx.workspaceNo),
        eq(snippets.snippetNo, row.snippetNo),
        eq(snippets.currentVersion, next.expectedVersion),
      ),
    )
    .returning();
  if (!moved)
    throw new AppError("CONFLICT", "Somebody else saved this snippet in the meantime. Load their version first.", {
      currentVersion: row.currentVersion,
    });
  await insertSnippetVersion(tx, ctx, moved, next.body, next.note);
  return moved;
}

export const insertSnippetVersion = (tx: Tx, ctx: Ctx, row: SnippetRow, body: SnippetBody, note?: string) =>
  tx.insert(snippetVersions).values({
    workspaceNo: ctx.workspaceNo,
    snippetNo: row.snippetNo,
    version: row.currentVersion,
    body,
    note: note ?? null,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
