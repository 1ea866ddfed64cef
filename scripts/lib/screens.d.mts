/** The console's screens, read from its routes: `path` below /w/<workspace>, `pattern` and `list` for one of a list. */
export function findScreens(): { path: string; pattern?: RegExp; list?: string }[];
