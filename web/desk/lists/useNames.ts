import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { colleagues, teams } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language } from "../state/settings.ts";
import { ask } from "../settings/requests.ts";
import type { Names } from "./summary.ts";
import { NO_NAMES } from "./summary.ts";

/** What can be chosen in conditions besides. */
export interface Offers extends Names {
  topics: readonly string[];
  tags: readonly string[];
}

const known = signal<Offers>({ ...NO_NAMES, topics: [], tags: [] });

/** People, teams, sites, topics and tags as this operator sees them; asked for when a window opens. */
export function useNames(): Offers {
  const { me } = useDesk();
  useEffect(() => {
    void Promise.all([
      colleagues(language.peek()).catch(() => []), teams().catch(() => me.teams),
      ask<{ sites: { key: string; name: string }[]; topics: string[] }>("GET", "/api/views/offers"), ask<{ tags: string[] }>("GET", "/api/tags"),
    ]).then(([people, groups, offers, tags]) => {
      known.value = {
        people: new Map(people.map((one) => [one.id, one.name])),
        teams: new Map(groups.map((one) => [one.id, one.name])),
        sites: new Map(offers.ok ? offers.body.sites.map((one) => [one.key, one.name]) : []),
        topics: offers.ok ? offers.body.topics : [],
        tags: tags.ok ? tags.body.tags : [],
      };
    });
  }, []);
  return known.value;
}
