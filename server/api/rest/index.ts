import "server-only";

export { restHandler } from "./dispatch";
export { answerOpenApi } from "./openapi";
