import "server-only";
import { publicId } from "@/contracts/ids";
import type { SegmentDependent } from "@/contracts/segments";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";

/** Answers which things of its domain name the given segments. `segmentId` is the uuid, asked and answered. */
export type FindDependents = (
  tx: Tx,
  workspaceNo: number,
  segmentIds: readonly string[],
) => Promise<SegmentDependent[]>;

const finders = new Map<string, FindDependents>();

/** Higher domains register themselves when they load; segments cannot import them. `domain` makes reloading harmless. */
export const registerSegmentDependents = (domain: string, find: FindDependents): void => {
  finders.set(domain, find);
};

/** Everything that names these segments (uuids), with public ids. */
export async function dependentsOf(
  tx: Tx,
  workspaceNo: number,
  segmentIds: readonly string[],
): Promise<SegmentDependent[]> {
  if (segmentIds.length === 0) return [];
  const found: SegmentDependent[] = [];
  for (const find of finders.values()) found.push(...(await find(tx, workspaceNo, segmentIds)));
  return found.map((dependent) => ({ ...dependent, segmentId: publicId("segment", dependent.segmentId) }));
}

/** SEGMENT_IN_USE, naming the users, while something unfinished includes the segment. */
export async function refuseInUse(tx: Tx, workspaceNo: number, segment: { id: string; name: string }): Promise<void> {
  const blockers = (await dependentsOf(tx, workspaceNo, [segment.id])).filter((dependent) => dependent.blocks);
  if (blockers.length === 0) return;
  throw new AppError(
    "SEGMENT_IN_USE",
    `“${segment.name}” is used by ${blockers.map((blocker) => `“${blocker.name}”`).join(", ")}. Take it out there first.`,
    { usedBy: blockers.map(({ type, id, name, status }) => ({ type, id, name, status })) },
  );
}
