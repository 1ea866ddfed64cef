import { handleSuppressionUpload } from "@/server/api/uploads/suppression-list";

type Context = { params: Promise<{ workspace: string }> };

export const POST = async (request: Request, { params }: Context) =>
  handleSuppressionUpload(request, (await params).workspace);
