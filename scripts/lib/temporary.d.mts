export function makeTemporaryDirectory(): Promise<string>;
