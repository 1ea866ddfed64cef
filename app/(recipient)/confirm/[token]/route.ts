import { answerRecipientPageRoute } from "@/server/api/public";

export { answerRecipientPageRoute as GET, answerRecipientPageRoute as POST };
export const dynamic = "force-dynamic";
