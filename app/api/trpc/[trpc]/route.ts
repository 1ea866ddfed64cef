import { handleTrpc } from "@/server/api/trpc/handle-trpc";

export { handleTrpc as GET, handleTrpc as POST };
