"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of whoever looks; the workspace's while the server draws. */
export const useViewerZone = (workspaceZone: string): string =>
  useSyncExternalStore(never, browserZone, () => workspaceZone);
