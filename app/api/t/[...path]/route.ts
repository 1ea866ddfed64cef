import { answerTrackingRoute } from "@/server/api/public";

export const dynamic = "force-dynamic";
export {
  answerTrackingRoute as GET,
  answerTrackingRoute as HEAD,
  answerTrackingRoute as OPTIONS,
  answerTrackingRoute as POST,
};
