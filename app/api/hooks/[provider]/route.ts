import { receiveHook } from "@/server/api/hooks/receive-hook";

export const dynamic = "force-dynamic";

export async function POST(request: Request, { params }: { params: Promise<{ provider: string }> }) {
  return receiveHook(request, (await params).provider);
}
