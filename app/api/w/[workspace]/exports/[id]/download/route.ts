import { handleExportDownload } from "@/server/api/uploads/export-file";

type Context = { params: Promise<{ workspace: string; id: string }> };

export const GET = async (request: Request, { params }: Context) => {
  const { workspace, id } = await params;
  return handleExportDownload(request, workspace, id);
};
