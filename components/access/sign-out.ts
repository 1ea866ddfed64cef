/** Ends the session on the server, then leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  const { csrfToken } = await fetchCsrfToken();
  await fetch("/api/auth/signout", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  window.location.assign("/login");
}

export async function fetchCsrfToken(): Promise<{ csrfToken: string }> {
  const answer = await fetch("/api/auth/csrf", { cache: "no-store" });
  if (!answer.ok) throw new Error("The server did not answer. Try again in a moment.");
  return answer.json();
}
