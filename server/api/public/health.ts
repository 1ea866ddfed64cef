import { checkLiveness, checkReadiness, type HealthAnswer } from "@/server/platform/health";

const noStore = { "cache-control": "no-store" };
const json = ({ status, body }: HealthAnswer) => Response.json(body, { status, headers: noStore });

/** GET /livez: 200 while the process runs. */
export const answerLivez = (): Response => json(checkLiveness());

/** GET /readyz: 200 when requests can be served, else 503; `?verbose` lists the checks. */
export const answerReadyz = async (request: Request): Promise<Response> =>
  json(await checkReadiness(new URL(request.url).searchParams.has("verbose")));
