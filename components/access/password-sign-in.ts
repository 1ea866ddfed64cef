import { fetchCsrfToken } from "./sign-out";

export type PasswordResult = { ok: true; goTo: string } | { ok: false; message: string };

/** Signs in with e-mail and password; the session cookie is set by the answer. */
export async function signInWithPassword(
  email: string,
  password: string,
  callbackUrl: string,
): Promise<PasswordResult> {
  const { csrfToken } = await fetchCsrfToken();
  const answer = await fetch("/api/auth/callback/password", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, callbackUrl, json: "true" }),
  });
  if (answer.status === 429) {
    const minutes = Math.ceil(Number(answer.headers.get("retry-after") ?? 900) / 60);
    return { ok: false, message: `Too many wrong passwords. Try again in ${minutes} minutes.` };
  }
  if (answer.status >= 500) return { ok: false, message: "The server did not answer. Try again in a moment." };
  const { url }: { url?: string } = await answer.json();
  const target = url ? new URL(url, window.location.origin) : null;
  if (target?.searchParams.get("error") === "Unavailable")
    return { ok: false, message: "The server could not do it. Try again in a moment." };
  if (!answer.ok || !target || target.searchParams.has("error"))
    return { ok: false, message: "E-mail or password is wrong." };
  return { ok: true, goTo: target.pathname + target.search };
}

/** Leaves for an identity provider. next-auth wants a real form post, so that its cookies travel with the redirect. */
export async function leaveForSso(
  connectionId: string,
  callbackUrl: string,
  { isTest = false, target = "_self" } = {},
): Promise<void> {
  const { csrfToken } = await fetchCsrfToken();
  const form = document.createElement("form");
  form.method = "post";
  form.target = target;
  form.action = `/api/auth/signin/${encodeURIComponent(connectionId)}`;
  for (const [name, value] of Object.entries({ csrfToken, callbackUrl, test: isTest ? "1" : "0" })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
