import { answerOpenApi } from "@/server/api/rest";

export { answerOpenApi as GET };
