/** Wrong passwords that one client may send for one account, in 15 minutes. */
export const ACCOUNT_AND_PEER = { limit: 10, windowSeconds: 900 };
/** Wrong passwords from one client for any account. */
export const PEER = { limit: 30, windowSeconds: 900 };
/** Wrong passwords for one account from anywhere: high, so that a stranger cannot lock somebody out alone. */
export const ACCOUNT = { limit: 100, windowSeconds: 900 };
