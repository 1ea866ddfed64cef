import { answerReadyz } from "@/server/api/public";

export const dynamic = "force-dynamic";
export const GET = answerReadyz;
