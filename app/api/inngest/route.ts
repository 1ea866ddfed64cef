import type { NextRequest } from "next/server";
import { answerInngest } from "@/inngest/serve";

export const dynamic = "force-dynamic";
export const GET = (request: NextRequest) => answerInngest(request, "GET");
export const POST = (request: NextRequest) => answerInngest(request, "POST");
export const PUT = (request: NextRequest) => answerInngest(request, "PUT");
