/** Bundles entries for Node into dist/, or `outdir`; packages stay in node_modules. */
export function bundle(files: readonly string[], outdir?: string): Promise<void>;
