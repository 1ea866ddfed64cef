export function findHouseProblems(root: string): string[];
export function problemsOf(file: string, text: string): string[];
