export const root: string;
interface RunOptions {
  env?: NodeJS.ProcessEnv;
  stream?: boolean;
  cwd?: string;
}
export function runProgram(
  file: string,
  flags: string[],
  options?: RunOptions,
): Promise<{ code: number; output: string }>;
export function runNode(flags: string[], options?: RunOptions): Promise<{ code: number; output: string }>;
