import { handleImportErrors } from "@/server/api/uploads/import-files";

type Context = { params: Promise<{ workspace: string; id: string }> };

export const GET = async (request: Request, { params }: Context) => {
  const { workspace, id } = await params;
  return handleImportErrors(request, workspace, id);
};
