import "server-only";
import { publicId } from "@/contracts/ids";
import type { SegmentDependent } from "@/contracts/segments";
import type { Tx } from "@/server/platform/db";

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
