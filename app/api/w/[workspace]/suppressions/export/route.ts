import { handleSuppressionExport } from "@/server/api/uploads/suppression-list";

type Context = { params: Promise<{ workspace: string }> };

export const GET = async (request: Request, { params }: Context) =>
  handleSuppressionExport(request, (await params).workspace);
