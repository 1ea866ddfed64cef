import "server-only";
import { deleteAsset, getAsset, listAssets, updateAsset, uploadAsset } from "@/server/content";
import { type RestRoute, restRoute } from "../route";

const tag = "Images";

export const assetRoutes: RestRoute[] = [
  restRoute(listAssets, { method: "GET", path: "/assets", summary: "List images", tag }),
  restRoute(uploadAsset, {
    method: "POST",
    path: "/assets",
    summary: "Put an image into the library; the same file again answers with the image that is there",
    tag,
  }),
  restRoute(getAsset, { method: "GET", path: "/assets/{id}", summary: "Get an image and what uses it", tag }),
  restRoute(updateAsset, { method: "PATCH", path: "/assets/{id}", summary: "Change name or description", tag }),
  restRoute(deleteAsset, {
    method: "DELETE",
    path: "/assets/{id}",
    summary: "Delete an image that nothing uses",
    tag,
    status: 204,
    to: () => null,
  }),
];
