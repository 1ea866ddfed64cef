import { startApp } from "./app";
import { credentials } from "./credentials";

/** One application for all tests that only use it. An address given from outside is used instead. */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.CARILLON_E2E_URL) return undefined;
  const app = await startApp({
    env: {
      CARILLON_ADMIN_EMAIL: credentials.email,
      CARILLON_ADMIN_PASSWORD: credentials.password,
      CARILLON_WORKSPACE: credentials.workspace,
      CARILLON_API_KEY: credentials.apiKey,
    },
  });
  process.env.CARILLON_E2E_URL = app.url;
  return async () => {
    await app.stop();
    app.remove();
  };
}
