import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { stateName } from "../state/named.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { colleagues, type Colleague } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { language, speech } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { words } from "./words.ts";
import "./among.css";

interface Place { room: string; name: string; about: string; online?: boolean }

/** Words among colleagues, above the desk: who there is at the left, what was said at the right; on a phone one after the other. */
export default function AmongWindow({ talk, room, onDone }: { talk: string | null; room: string | null; onDone: () => void }) {
  const { among } = useDesk();
  const [all, setAll] = useState<readonly Colleague[]>([]);
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    void among.load().then(() => (room === null ? undefined : among.show(room)));
    colleagues(language.value).then(setAll, () => undefined);
    return () => void among.show(null);
  }, []);
  const places = usePlaces(all);
  const open = places.find((one) => one.room === among.open.value) ?? null;
  return (
    <div class="among" data-testid="among" data-open={open !== null}>
      <ul class="among-rooms" aria-label={words("rooms")}>
        {places.map((one) => (
          <li key={one.room}>
            <button type="button" class="among-room" aria-pressed={one.room === open?.room} data-testid="among-room" data-room={one.room} onClick={() => void among.show(one.room)}>
              <Avatar name={one.name} size={32} {...(one.online === undefined ? {} : { online: one.online })} />
              <span class="among-who"><strong>{one.name}</strong><span class="quiet">{one.about}</span></span>
              <Unread room={one.room} />
            </button>
          </li>
        ))}
      </ul>
      {open === null ? <p class="among-none quiet">{words("pick")} {words("how")}</p>
        : <Said key={open.room} place={open} talk={talk} link={link} onLink={setLink} onGo={(conv) => { onDone(); go({ screen: "talk", conv }); }} />}
    </div>
  );
}

function Unread({ room }: { room: string }) {
  const known = useDesk().among.rooms.value.get(room);
  const count = known ? known.last.no - known.read : 0;
  return count > 0 ? <Pill tone="new"><span aria-hidden="true">{count}</span><span class="hidden">{words("unread", { count })}</span></Pill> : null;
}

/** Everybody, the own teams, each colleague; where something was said last stands first. */
function usePlaces(all: readonly Colleague[]): readonly Place[] {
  const { among, me } = useDesk();
  const known = among.rooms.value;
  const places: Place[] = [
    { room: "all", name: words("all"), about: "" }, ...me.teams.map((team) => ({ room: `team-${team.id}`, name: words("team", { name: team.name }), about: "" })),
    ...all.filter((one) => one.id !== me.id).map((one) => ({
      room: `with-${one.id}`, name: one.name, online: one.online, about: [one.online ? stateName(one.state, one.named) : words("offline"), one.comment].filter(Boolean).join(" · "),
    })),
  ];
  const last = (one: Place): number => known.get(one.room)?.last.at ?? 0;
  return places.map((one) => ({ ...one, about: known.get(one.room)?.last.text ?? one.about })).sort((a, b) => last(b) - last(a));
}

interface SaidProps { place: Place; talk: string | null; link: string | null; onLink: (link: string | null) => void; onGo: (conv: string) => void }

function Said({ place, talk, link, onLink, onGo }: SaidProps) {
  const { among, me } = useDesk();
  const [text, setText] = useState(among.draft(place.room));
  const [busy, setBusy] = useState(false);
  const [older, setOlder] = useState(true);
  const log = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const list = among.words.value.get(place.room) ?? [];
  const last = list.at(-1)?.no;
  useLayoutEffect(() => { if (log.current) log.current.scrollTop = log.current.scrollHeight; }, [last]);
  useLayoutEffect(() => box.current?.focus(), []);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (!text.trim() || busy) return;
    setBusy(true);
    const done = await among.say(place.room, text.trim(), link);
    setBusy(false);
    if (!done) return toast(words("failed"), { tone: "late" });
    setText("");
    onLink(null);
    box.current?.focus();
  }
  return (
    <section class="among-said" aria-label={place.name}>
      <header><span class="among-back"><IconButton icon="back" label={words("back")} onClick={() => void among.show(null)} data-testid="among-back" /></span><strong>{place.name}</strong></header>
      <div class="among-log" ref={log} role="log" tabIndex={0} aria-label={place.name}>
        {list.length === 0 && <p class="quiet">{words("none")}</p>}
        {older && (list[0]?.no ?? 1) > 1 && <Button look="quiet" onClick={() => void among.more(place.room).then(setOlder)}>{words("older")}</Button>}
        {list.map((one) => (
          <div key={one.no} class={`among-word${one.by.id === me.id ? " among-mine" : ""}`} data-testid="among-word" data-no={one.no}>
            <small>{one.by.id === me.id ? words("you") : one.by.name} · {speech.value.clock(one.at)}</small>
            <p dir="auto">{one.text}</p>
            {one.talk !== null && <button type="button" class="among-talk" data-testid="among-talk" onClick={() => onGo(one.talk ?? "")}>{words("talk")}</button>}
          </div>
        ))}
      </div>
      <form class="among-box" onSubmit={(event) => void send(event)}>
        {link !== null && <p class="quiet">{words("with")} <IconButton icon="close" label={words("noTalk")} onClick={() => onLink(null)} /></p>}
        <textarea ref={box} rows={2} maxLength={4000} dir="auto" value={text} aria-label={words("box", { name: place.name })} placeholder={words("box", { name: place.name })} data-testid="among-box"
          onInput={(event) => { setText(event.currentTarget.value); among.draft(place.room, event.currentTarget.value); }}
          onKeyDown={(event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void send(event); }} />
        <span class="among-acts">
          {talk !== null && link === null && <IconButton icon="clip" label={words("link")} onClick={() => onLink(talk)} data-testid="among-link" />}
          <Button look="main" type="submit" kbd="⏎" busy={busy} disabled={!text.trim()} data-testid="among-say">{words("say")}</Button>
        </span>
      </form>
    </section>
  );
}
