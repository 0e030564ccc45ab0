import { ask, type Answer } from "../requests.ts";
import type { Content, Rule, Tried } from "./types.ts";

type Listed = { rules: Rule[] };

export const every = (): Promise<Answer<Listed>> => ask("GET", "/api/rules");
export const add = (content: Content): Promise<Answer<Listed>> => ask("POST", "/api/rules", content);
export const change = (rule: Rule, content: Content): Promise<Answer<Listed>> => ask("PUT", `/api/rules/${rule.id}?version=${rule.version}`, content);
export const remove = (id: number): Promise<Answer<Listed>> => ask("DELETE", `/api/rules/${id}`);
export const order = (ids: readonly number[]): Promise<Answer<Listed>> => ask("PUT", "/api/rules/order", { rules: ids });
export const attempt = (content: Content): Promise<Answer<Tried>> => ask("POST", "/api/rules/try", content);

/** What a person writes down, without what the server adds. */
export const contentOfRule = ({ name, on, minutes, when, then, stop, enabled }: Rule): Content => ({ name, on, minutes, when, then, stop, enabled });
