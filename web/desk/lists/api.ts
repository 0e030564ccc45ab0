import type { Row } from "../../core/protocol-desk.ts";
import { ask, type Answer } from "../settings/requests.ts";
import type { Content, View } from "./types.ts";

export interface Page { rows: Row[]; next: string | null }

const at = (id: number): string => `/api/views/${id}`;
const contentOf = ({ name, scope, team, of, days, order, filter }: Content): Content => ({ name, scope, team, of, days, order, filter });

export const allViews = (): Promise<Answer<{ views: View[] }>> => ask("GET", "/api/views");
export const oneView = (id: number): Promise<Answer<View>> => ask("GET", at(id));
export const addView = (content: Content): Promise<Answer<View>> => ask("POST", "/api/views", contentOf(content));
export const changeView = (id: number, content: Content, version: number): Promise<Answer<View>> => ask("PUT", at(id), contentOf(content), `"${version}"`);
export const dropView = (id: number): Promise<Answer<null>> => ask("DELETE", at(id));
export const restoreView = (id: number): Promise<Answer<View>> => ask("POST", `${at(id)}/restore`, {});
export const countView = ({ of, days, filter }: Pick<Content, "of" | "days" | "filter">): Promise<Answer<{ count: number }>> =>
  ask("POST", "/api/views/preview", { of, days, filter });

export const viewPage = ({ id, version }: View, after: string | null): Promise<Answer<Page>> =>
  ask("GET", `${at(id)}/talks?${new URLSearchParams({ version: String(version), limit: "100", ...(after ? { after } : {}) }).toString()}`);
/** Those of these talks (a hundred at most) that stand in the view now. */
export const viewAmong = ({ id, version }: View, talks: readonly string[]): Promise<Answer<Page>> =>
  ask("GET", `${at(id)}/among?${new URLSearchParams({ version: String(version), talks: talks.join(",") }).toString()}`);
