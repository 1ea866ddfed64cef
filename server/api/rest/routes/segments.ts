import "server-only";
import {
  addSegmentMembers,
  compareSegments,
  countSegment,
  createAnySegment,
  deleteSegment,
  explainSegment,
  getSegment,
  listMembers,
  listSegments,
  removeSegmentMembers,
  requestRefresh,
  segmentsOf,
  setSegmentStatus,
  updateSegment,
} from "@/server/segments";
import { type RestRequest, type RestRoute, restRoute } from "../route";
import { membersBody, segmentAnswer, segmentBody, statusBody } from "../segment-shapes";

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
  restRoute(listSegments, {
    method: "GET",
    path: "/segments",
    summary: "List segments",
    tag,
    to: (page) => ({ ...page, data: page.data.map(segmentAnswer) }),
  }),
  restRoute(createAnySegment, {
    method: "POST",
    path: "/segments",
    summary: "Create a segment with a rule, or a list kept by hand",
    tag,
    from: ({ body }) => segmentBody(body),
    to: segmentAnswer,
  }),
  restRoute(getSegment, {
    method: "GET",
    path: "/segments/{id}",
    summary: "Get a segment",
    tag,
    from: withSegmentId,
    to: segmentAnswer,
  }),
  restRoute(updateSegment, {
    method: "PUT",
    path: "/segments/{id}",
    summary: "Replace a segment",
    tag,
    from: ({ params, body }) => ({ ...segmentBody(body), segmentId: params.id }),
    to: segmentAnswer,
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
    summary: "Activate, deactivate or archive a segment",
    tag,
    from: ({ params, body }) => ({ ...statusBody(body), segmentId: params.id }),
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
  restRoute(addSegmentMembers, {
    method: "POST",
    path: "/segments/{id}/members",
    summary: "Put people on a list kept by hand",
    tag,
    status: 200,
    from: ({ params, body }) => ({ ...membersBody(body), segmentId: params.id }),
  }),
  restRoute(removeSegmentMembers, {
    method: "POST",
    path: "/segments/{id}/members/remove",
    summary: "Take people off a list kept by hand",
    tag,
    status: 200,
    from: ({ params, body }) => ({ ...membersBody(body), segmentId: params.id }),
  }),
  restRoute(explainSegment, {
    method: "GET",
    path: "/segments/{id}/explain/{contactId}",
    summary: "Say why somebody is or is not in a segment",
    tag,
    from: ({ params }) => ({ segmentId: params.id, contactId: params.contactId }),
  }),
  restRoute(compareSegments, {
    method: "POST",
    path: "/segments/compare",
    summary: "Count how up to five segments overlap",
    tag,
    status: 200,
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
