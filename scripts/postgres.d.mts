export interface EmbeddedPostgres {
  /** Connection address of the owning role, password included: never print it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False when another living process started it; `stop()` then does nothing. */
  readonly owned: boolean;
  readonly cluster: string;
  readonly logFile: string;
  isRunning(): boolean;
  stop(): Promise<void>;
}

export function startPostgres(options: {
  dataDir: string;
  /** A fixed port; without it the port of the last start is kept when free, else a free one is found. */
  port?: number;
  settings?: Record<string, string | number>;
  onNotice?: (sentence: string) => void;
}): Promise<EmbeddedPostgres>;
