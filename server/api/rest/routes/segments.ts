import "server-only";
import {
  countSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listMembers,
  listSegments,
  requestRefresh,
  segmentsOf,
  setSegmentStatus,
  updateSegment,
} from "@/server/segments";
import { type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Segments";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{id}` of the path is the segment; it wins over anything of that name in the body. */
const withSegmentId = ({ params, query, body }: RestRequest) => ({
  ...query,
  ...(isRecord(body) ? body : {}),
  segmentId: params.id,
});

export const segmentRoutes: readonly RestRoute[] = [
  restRoute(listSegments, { method: "GET", path: "/segments", summary: "List segments", tag }),
  restRoute(createSegment, { method: "POST", path: "/segments", summary: "Create a segment", tag }),
  restRoute(getSegment, { method: "GET", path: "/segments/{id}", summary: "Get a segment", tag, from: withSegmentId }),
  restRoute(updateSegment, {
    method: "PUT",
    path: "/segments/{id}",
    summary: "Replace a segment",
    tag,
    from: withSegmentId,
  }),
  restRoute(deleteSegment, {
    method: "DELETE",
    path: "/segments/{id}",
    summary: "Delete a segment that nothing unfinished uses",
    tag,
    from: withSegmentId,
  }),
  restRoute(setSegmentStatus, {
    method: "PATCH",
    path: "/segments/{id}/status",
    summary: "Activate or deactivate a segment",
    tag,
    from: withSegmentId,
  }),
  restRoute(countSegment, {
    method: "GET",
    path: "/segments/{id}/count",
    summary: "Count the people a segment matches now",
    tag,
    from: withSegmentId,
  }),
  restRoute(requestRefresh, {
    method: "POST",
    path: "/segments/{id}/refresh",
    summary: "Ask for a refresh of the members",
    tag,
    status: 202,
    from: withSegmentId,
  }),
  restRoute(listMembers, {
    method: "GET",
    path: "/segments/{id}/members",
    summary: "List the members of a segment",
    tag,
    from: withSegmentId,
  }),
  restRoute(segmentsOf, {
    method: "GET",
    path: "/users/{id}/segments",
    aliases: ["/contacts/{id}/segments"],
    summary: "List the segments of a contact",
    tag,
    from: ({ params }) => ({ contactId: params.id }),
    to: (data) => ({ data }),
  }),
];
