import "server-only";

/** Set by server/entry/web.ts (platform/client-address.ts); whatever a client sent under this name is overwritten there. */
export const PEER_HEADER = "x-carillon-peer";

/** The client's address as our own server saw it: X-Forwarded-For counts only as far as `TRUSTED_PROXY` goes. */
export const peerOf = (headers: Headers): string => headers.get(PEER_HEADER) ?? "unknown";
