import "server-only";

export { viewMessage } from "@/server/delivery";
