import { forgetOldSnapshots } from "./forget-old-snapshots";

export const contactFunctions = [forgetOldSnapshots];
