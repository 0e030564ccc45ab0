import { useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { timeWords } from "../actions/When.tsx";
import { Frame } from "../settings/Frame.tsx";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { AddBan } from "./AddBan.tsx";
import { release, untilWords, type Ban } from "./bans.ts";
import { useBans } from "./useBans.ts";
import { words } from "./words.ts";
import "../actions/actions.css";
import "./bans.css";

/** Everybody who may not write to us: searched, released, and what can be banned without a talk. */
export default function Bans() {
  const [query, setQuery] = useState("");
  const [ended, setEnded] = useState(false);
  const list = useBans(query, ended);
  const rows = useRef<HTMLUListElement>(null);
  const { bans } = list;
  function over(ban: Ban, at: number): void {
    void release(ban, () => void list.again().then(() => requestAnimationFrame(() => focusRow(rows.current, at))));
  }
  return (
    <Frame title={words("list.title")} about={words("list.about")}>
      <div class="ban-bar">
        <Field label={words("list.search")} value={query} maxLength={100} onValue={setQuery} data-testid="bans-search" />
        <div class="ban-tabs" role="group" aria-label={words("list.title")}>
          {[false, true].map((one) => (
            <button key={String(one)} type="button" class={`btn btn-${one === ended ? "plain" : "quiet"}`} aria-pressed={one === ended} onClick={() => setEnded(one)} data-testid={one ? "bans-ended" : "bans-standing"}>
              {words(one ? "list.ended" : "list.standing")}
            </button>
          ))}
        </div>
      </div>
      <div role="alert">{list.state === "failed" && <p class="set-wrong">{words("list.failed")} <Button onClick={() => void list.again()}>{words("list.again")}</Button></p>}</div>
      {list.state === "asking" && bans.length === 0 && <p role="status">{words("list.loading")}</p>}
      {list.state === "here" && bans.length === 0 && <None searched={query.trim() !== ""} ended={ended} />}
      {bans.length > 0 && <ul ref={rows} class="set-part" data-testid="bans">{bans.map((ban, at) => <BanItem key={ban.id} ban={ban} onRelease={() => over(ban, at)} />)}</ul>}
      {list.more && <div><Button busy={list.state === "asking"} onClick={() => void list.next()} data-testid="bans-more">{words("list.more")}</Button></div>}
      <AddBan onDone={() => void list.again()} />
    </Frame>
  );
}

/** The keyboard goes to what stands in the place of the ban that is over. */
function focusRow(list: HTMLUListElement | null, at: number): void {
  const left = list?.querySelectorAll<HTMLElement>("[data-testid=ban-release]") ?? [];
  (left[Math.min(at, left.length - 1)] ?? document.getElementById("page"))?.focus();
}

function None({ searched, ended }: { searched: boolean; ended: boolean }) {
  const [title, how] = searched ? [words("list.nothing"), words("list.nothingHow")] : ended ? [words("list.noneEnded"), ""] : [words("list.none"), words("list.noneHow")];
  return <div class="set-part" data-testid="bans-none"><strong>{title}</strong>{how && <p>{how}</p>}</div>;
}

function BanItem({ ban, onRelease }: { ban: Ban; onRelease: () => void }) {
  const { now } = useDesk();
  const time = (at: number): string => timeWords(at, now.value);
  const name = ban.kind !== "person" ? ban.shown : ban.contact || words("list.visitor", { number: String(ban.number ?? "") });
  const { conv } = ban;
  return (
    <li class="set-item ban-item" data-testid="ban" data-id={ban.id}>
      <div class="ban-head">
        <Pill>{words(`list.kind.${ban.kind}`)}</Pill>
        <strong dir="auto">{name}</strong>
        {ban.kind !== "person" && ban.contact && <span class="quiet" dir="auto">{ban.contact}</span>}
        {ban.standing && <Pill tone={ban.until === null ? "late" : "wait"}>{untilWords(ban, now.value)}</Pill>}
      </div>
      <p dir="auto">{ban.reason}</p>
      <p class="quiet">{[
        words("list.from", { who: ban.by, when: time(ban.at) }),
        ban.refused > 0 ? words("list.count", { count: ban.refused }) : null,
        ban.standing ? null : ban.released !== null ? words("list.wasReleased", { who: ban.released_by ?? "", when: time(ban.released) }) : words("list.wasOver", { when: time(ban.until ?? ban.at) }),
      ].filter(Boolean).join(" · ")}</p>
      {(ban.standing || conv !== null) && (
        <div class="set-buttons">
          {ban.standing && <Button onClick={onRelease} data-testid="ban-release">{words("ban.release")}</Button>}
          {conv !== null && <Button look="quiet" onClick={() => go({ screen: "talk", conv })} data-testid="ban-talk">{words("list.chat", { no: String(ban.no ?? "") })}</Button>}
        </div>
      )}
    </li>
  );
}
