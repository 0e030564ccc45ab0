/** The settings' plain requests: what came back, or why not; nothing is thrown. */

export interface Refusal {
  /** 0: nobody answered. */
  status: number;
  code: string;
  /** One English sentence of the server's. */
  detail: string;
  /** JSON pointer of the field that is wrong; empty: none is named. */
  pointer: string;
}

export type Answer<T> = { ok: true; body: T; etag: string } | { ok: false; refusal: Refusal };

export async function ask<T>(method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }), ...(ifMatch ? { "if-match": ifMatch } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return { ok: false, refusal: { status: 0, code: "unreachable", detail: "", pointer: "" } };
  }
  const data: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, body: data as T, etag: response.headers.get("etag") ?? "" };
  const said = (typeof data === "object" && data !== null ? data : {}) as Partial<Refusal>;
  return { ok: false, refusal: { status: response.status, code: said.code ?? "internal", detail: said.detail ?? "", pointer: said.pointer ?? "" } };
}
