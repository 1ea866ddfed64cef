// Stands in for the "server-only" guard where code runs in plain Node (worker, tests).
export {};
