import { answerMedia } from "@/server/api/public/media";

type Context = { params: Promise<{ name: string }> };

export const GET = async (_request: Request, { params }: Context) => answerMedia((await params).name);
