import { dropImportFileFunction } from "./drop-import-file";
import { runImportFunction } from "./run-import";

export const importsFunctions = [runImportFunction, dropImportFileFunction];
