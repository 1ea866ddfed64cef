import { handleImportUpload } from "@/server/api/uploads/import-files";

type Context = { params: Promise<{ workspace: string }> };

export const POST = async (request: Request, { params }: Context) =>
  handleImportUpload(request, (await params).workspace);
