import type { LoaderLook } from "../../../widget/look.ts";
import type { SiteLook } from "../../../widget/site.ts";
import { ask, type Answer } from "../requests.ts";
import type { Content, Signing, Site, SiteName, Team } from "./types.ts";

const at = (key: string): string => `/api/sites/${encodeURIComponent(key)}`;
const withEtag = (answer: Answer<Site>): Answer<Site> => (answer.ok ? { ...answer, body: { ...answer.body, etag: answer.etag } } : answer);

export const allSites = (): Promise<Answer<{ sites: SiteName[] }>> => ask("GET", "/api/sites");
export const oneSite = async (key: string): Promise<Answer<Site>> => withEtag(await ask<Site>("GET", at(key)));
export const addSite = async (site: { key: string; name: string; settings: { domains: string[] } }): Promise<Answer<Site>> =>
  withEtag(await ask<Site>("POST", "/api/sites", site));
export const changeSite = async (key: string, { name, settings }: Content, etag: string): Promise<Answer<Site>> =>
  withEtag(await ask<Site>("PUT", at(key), { name, settings }, etag));
export const newSecret = (key: string, keep: boolean): Promise<Answer<{ secret: string; signing: Signing }>> => ask("POST", `${at(key)}/secret`, { keep });

export const allTeams = (): Promise<Answer<{ teams: Team[] }>> => ask("GET", "/api/teams");
export const giveSite = (key: string, team: number | null): Promise<Answer<null>> => ask("PUT", `${at(key)}/team`, { team });

export interface Shown { look: SiteLook; button: LoaderLook }
export const previewSite = (key: string, { name, settings }: Content): Promise<Answer<Shown>> => ask("POST", `${at(key)}/preview`, { name, settings });
