import "server-only";

/** Set by server/entry/web.ts from the socket; whatever a client sent under this name is overwritten there. */
export const PEER_HEADER = "x-carillon-peer";

/** The client's address as our own server saw it. X-Forwarded-For is what a client says about itself, so it is not read. */
export const peerOf = (headers: Headers): string => headers.get(PEER_HEADER) ?? "unknown";
