export function findBrokenReferences(root: string): string[];
