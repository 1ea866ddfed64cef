import { removeAssetFilesFunction } from "./remove-asset-files";

export const contentFunctions = [removeAssetFilesFunction];
