export function pause(ms: number): Promise<void>;
export function isAlive(pid: number): boolean;
export function birthOf(pid: number): string;
export function commandLineOf(pid: number): string;
export function isPortFree(port: number, host?: string): Promise<boolean>;
export function findFreePort(): Promise<number>;
