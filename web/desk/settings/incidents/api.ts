import { ask, type Answer } from "../requests.ts";

export interface Incident {
  id: number;
  name: string;
  tag: string;
  banner: Partial<Record<"en" | "ru", string>>;
  began_at: string;
  ended_at: string | null;
  began_by: string | null;
  /** How many updates went out. */
  told: number;
  /** Open talks with its tag; null where nobody counted. */
  talks: number | null;
}

type Listed = { incidents: Incident[] };

export const every = (): Promise<Answer<Listed>> => ask("GET", "/api/incidents");
export const goingOn = (): Promise<Answer<Listed>> => ask("GET", "/api/incidents/now");
export const begin = (name: string, banner: Incident["banner"]): Promise<Answer<Listed>> => ask("POST", "/api/incidents", { name, banner });
export const tell = (id: number, text: string): Promise<Answer<Listed>> => ask("POST", `/api/incidents/${id}/tell`, { text });
export const end = (id: number, text: string): Promise<Answer<Listed>> => ask("POST", `/api/incidents/${id}/end`, { text });
