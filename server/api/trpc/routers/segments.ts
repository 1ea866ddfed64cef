import "server-only";
import {
  countCondition,
  createSegment,
  deleteSegment,
  getSegment,
  listConditionFields,
  listMembers,
  listSegmentDays,
  listSegments,
  requestRefresh,
  sampleMembers,
  segmentsOf,
  setSegmentStatus,
  updateSegment,
} from "@/server/segments";
import { mutationOf, queryOf, router } from "../init";

export const segmentsRouter = router({
  list: queryOf(listSegments),
  get: queryOf(getSegment),
  fields: queryOf(listConditionFields),
  count: queryOf(countCondition),
  sample: queryOf(sampleMembers),
  members: queryOf(listMembers),
  days: queryOf(listSegmentDays),
  ofContact: queryOf(segmentsOf),
  create: mutationOf(createSegment),
  update: mutationOf(updateSegment),
  delete: mutationOf(deleteSegment),
  setStatus: mutationOf(setSegmentStatus),
  refresh: mutationOf(requestRefresh),
});
