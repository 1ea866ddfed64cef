import { forgetContactFunction, forgetContactsFunction } from "./forget-contact";
import { recheckSegmentsFunction } from "./recheck-segments";
import { refreshSegmentFunction } from "./refresh-segment";
import { requestDueRefreshesFunction } from "./request-due-refreshes";

export const segmentsFunctions = [
  refreshSegmentFunction,
  requestDueRefreshesFunction,
  forgetContactFunction,
  recheckSegmentsFunction,
  forgetContactsFunction,
];
