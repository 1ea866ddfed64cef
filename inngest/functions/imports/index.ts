import { dropImportFileFunction } from "./drop-import-file";
import { forgetOldUndosFunction } from "./forget-old-undos";
import { runImportFunction } from "./run-import";
import { undoImportFunction } from "./undo-import";

export const importsFunctions = [runImportFunction, undoImportFunction, dropImportFileFunction, forgetOldUndosFunction];
