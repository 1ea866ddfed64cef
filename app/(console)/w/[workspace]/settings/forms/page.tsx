import type { Metadata } from "next";
import { FormList } from "@/components/forms/form-list";

export const metadata: Metadata = { title: "Sign-up forms" };

export default function Page() {
  return <FormList />;
}
