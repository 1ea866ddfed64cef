import "server-only";

export { handleAuth } from "./handle-auth";
export { isOwnRequest } from "./origin-check";
export { peerOf } from "./peer";
export { ctxForRequest, type RequestContext } from "./request-context";
