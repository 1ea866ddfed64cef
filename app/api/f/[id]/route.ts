import { answerFormEndpointRoute } from "@/server/api/public";

export const dynamic = "force-dynamic";
export { answerFormEndpointRoute as GET, answerFormEndpointRoute as OPTIONS, answerFormEndpointRoute as POST };
