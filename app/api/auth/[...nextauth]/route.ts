import { handleAuth, peerOf } from "@/server/api/auth";

const handle = (request: Request): Promise<Response> => handleAuth(request, peerOf(request.headers));

export { handle as GET, handle as POST };
