import { handleConsentProof } from "@/server/api/uploads/consent-proof";

type Context = { params: Promise<{ workspace: string; id: string }> };

export const GET = async (request: Request, { params }: Context) => {
  const { workspace, id } = await params;
  return handleConsentProof(request, workspace, id);
};
