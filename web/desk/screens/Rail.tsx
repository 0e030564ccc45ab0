import { Avatar } from "../../ui/Avatar.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { isUnread, rowsOf, type Tab } from "../model/rows.ts";
import { may } from "../state/api.ts";
import { asked } from "../state/dialogs.ts";
import { useDesk } from "../state/desk.ts";
import { stateName } from "../state/named.ts";
import { SHOWN } from "../model/keys.ts";
import { LoadDots } from "./LoadDots.tsx";
import { place, toFloor, toInbox, toSettings } from "../state/place.ts";
import { selfOf } from "../state/self.ts";
import { say } from "../state/settings.ts";
import type { Word } from "../words/en.ts";

const VIEWS: readonly (readonly [Tab, IconName])[] = [["mine", "inbox"], ["queue", "queue"], ["all", "all"]];

/** The narrow column at the left: where things are, and who is at the desk. */
export function Rail() {
  const { list, me, status } = useDesk();
  const inSettings = place.value.screen === "settings";
  const inFloor = place.value.screen === "floor";
  const badges: Partial<Record<Tab, number>> = {
    mine: rowsOf(list.rows.value, "mine", list.me).filter(isUnread).length, queue: list.counts.value.queue,
  };
  return (
    <nav class="rail" aria-label={say("rail.label")}>
      <span class="mark" aria-hidden="true">{say("app.mark")}</span>
      {VIEWS.map(([tab, icon]) => (
        <button key={tab} type="button" class="rail-btn" title={say(`rail.${tab}` as Word)} aria-pressed={!inSettings && !inFloor && list.tab.value === tab}
          onClick={() => { list.show(tab); if (inSettings || inFloor) toInbox(); }}>
          <Icon name={icon} />
          <span class="hidden">{say(`rail.${tab}` as Word)}</span>
          {(badges[tab] ?? 0) > 0 && <b>{badges[tab]}</b>}
        </button>
      ))}
      <button type="button" class="rail-btn" title={say("search.title")} aria-label={say("search.title")} aria-keyshortcuts="Control+K Meta+K" data-testid="search"
        onClick={() => (asked.value = { kind: "search" })}>
        <Icon name="find" />
      </button>
      <Colleagues />
      {may(me, "floor") && (
        <button type="button" class="rail-btn" title={say("floor.title")} aria-label={say("floor.title")} aria-pressed={inFloor} aria-keyshortcuts={SHOWN.floor} data-testid="floor-open"
          onClick={() => (inFloor ? toInbox() : toFloor())}>
          <Icon name="floor" />
        </button>
      )}
      <span class="rail-gap" />
      <button type="button" class="rail-btn" title={say("rail.settings")} aria-label={say("rail.settings")} aria-pressed={inSettings}
        aria-keyshortcuts={SHOWN.settings} data-testid="settings" onClick={() => (inSettings ? toInbox() : toSettings())}>
        <Icon name="gear" />
      </button>
      <button type="button" class="rail-btn" title={say("rail.keys")} aria-label={say("rail.keys")} onClick={() => (asked.value = { kind: "keys" })}>
        <Icon name="key" />
      </button>
      <AccountButton online={status.value === "live"} />
    </nav>
  );
}

/** Words among colleagues, with how many are not read. */
function Colleagues() {
  const { among, talk } = useDesk();
  const count = among.unread.value;
  return (
    <button type="button" class="rail-btn" title={say("among.title")} aria-keyshortcuts={SHOWN.among} data-testid="among-open" onClick={() => (asked.value = { kind: "among", room: null, talk: talk.conv.peek() })}>
      <Icon name="people" />
      <span class="hidden">{say("among.title")}</span>
      {count > 0 && <b data-testid="among-unread">{count}</b>}
    </button>
  );
}

export function AccountButton({ online }: { online: boolean }) {
  const desk = useDesk();
  const { doing, list, me, profile } = desk;
  const { name } = selfOf(desk);
  const picture = profile.value ? profile.value.picture : me.faces?.["0"]?.[1];
  const { state, named, comment, limit } = doing.value.value;
  const over = list.held.value - Math.round(limit / 100);
  const load = say(over > 0 ? "state.above" : "state.load", { load: list.held.value, limit: Math.round(limit / 100), over });
  const writes = may(me, "talks.write");
  const label = [say("rail.account", { name }), ...(writes ? [stateName(state, named), comment, load] : [])].filter(Boolean).join(" · ");
  return (
    <button type="button" class="rail-btn rail-me" title={label} data-state={state} data-testid="account" onClick={() => (asked.value = { kind: "account" })}>
      <Avatar name={name} size={32} online={online} picture={picture} />
      <span class="hidden">{label}</span>
      {writes && <LoadDots load={list.held.value} limit={Math.round(limit / 100)} />}
    </button>
  );
}
