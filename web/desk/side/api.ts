import { ask, type Answer } from "../settings/requests.ts";

export interface SideQuestion {
  id: number;
  department: string;
  mail: string | null;
  text: string;
  by: string;
  asked_at: string;
  answered_at: string | null;
  answer: string | null;
  taken_back: boolean;
  left_by: "mail" | "link";
  /** Seconds until the answer, or until now. */
  waited: number;
}

const pathOf = (conv: string): string => `/api/talks/${encodeURIComponent(conv)}/side`;

export const every = (conv: string): Promise<Answer<{ questions: SideQuestion[] }>> => ask("GET", pathOf(conv));
export const askSide = (conv: string, body: { department: string; mail: string | null; text: string; language: string }): Promise<Answer<{ question: SideQuestion; link: string }>> =>
  ask("POST", pathOf(conv), body);
export const takeBack = (conv: string, id: number): Promise<Answer<{ questions: SideQuestion[] }>> => ask("DELETE", `${pathOf(conv)}/${id}`);
