import "server-only";
import { deleteAsset, getAsset, getAssetSpace, listAssets, updateAsset } from "@/server/content";
import { mutationOf, queryOf, router } from "../init";

export const assetsRouter = router({
  list: queryOf(listAssets),
  get: queryOf(getAsset),
  space: queryOf(getAssetSpace),
  update: mutationOf(updateAsset),
  delete: mutationOf(deleteAsset),
});
