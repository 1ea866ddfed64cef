import { handleAssetUpload } from "@/server/api/uploads/asset-files";

type Context = { params: Promise<{ workspace: string }> };

export const POST = async (request: Request, { params }: Context) =>
  handleAssetUpload(request, (await params).workspace);
