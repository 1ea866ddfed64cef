import { answerMetrics } from "@/server/api/metrics";

export { answerMetrics as GET };
