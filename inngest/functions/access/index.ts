import { forgetOldRows } from "./forget-old-rows";

export const accessFunctions = [forgetOldRows];
