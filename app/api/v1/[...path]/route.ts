import { restHandler } from "@/server/api/rest";

const handle = restHandler();

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
