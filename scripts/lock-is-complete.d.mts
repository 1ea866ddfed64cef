export function findLockProblems(file?: string): string[];
