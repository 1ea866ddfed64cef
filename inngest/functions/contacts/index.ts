import { forgetOldSnapshots } from "./forget-old-snapshots";
import { runRetypeFunction } from "./run-retype";

export const contactFunctions = [forgetOldSnapshots, runRetypeFunction];
