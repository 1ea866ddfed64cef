import type { Metadata } from "next";
import { AssetLibrary } from "@/components/assets/asset-library";

export const metadata: Metadata = { title: "Images" };

export default function ImagesPage() {
  return <AssetLibrary />;
}
