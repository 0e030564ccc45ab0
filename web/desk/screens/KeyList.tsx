import { SHOWN } from "../model/keys.ts";
import { words as listWords } from "../lists/say.ts";
import { words as offerWords } from "../offers/words.ts";
import { say } from "../state/settings.ts";
import type { Word } from "../words/en.ts";

const LIST: readonly (readonly [readonly string[], Word])[] = [
  [["J", "K", "↓", "↑"], "keys.move"],
  [[SHOWN.open], "keys.open"],
  [["1 – 5"], "keys.tabs"],
  [[SHOWN.take], "keys.take"],
  [[SHOWN.reply], "keys.reply"],
  [[SHOWN.note], "keys.note"],
  [[SHOWN.find], "keys.find"],
  [[SHOWN.unread], "keys.unread"],
  [[SHOWN.window], "keys.window"],
  [[SHOWN.transfer], "keys.transfer"],
  [["Shift", "A"], "keys.over"],
  [[SHOWN.invite], "keys.invite"],
  [["Shift", "N"], "keys.whisper"],
  [[SHOWN.among], "keys.among"],
  [[SHOWN.resolve], "keys.resolve"],
  [[SHOWN.reopen], "keys.reopen"],
  [["Shift", "E"], "keys.close"],
  [[SHOWN.snooze], "keys.snooze"],
  [[SHOWN.promise], "keys.promise"],
  [[SHOWN.tags], "keys.tags"],
  [[SHOWN.ban], "keys.ban"],
  [["⏎"], "keys.send"],
  [["Ctrl", "⏎"], "keys.now"],
  [["Alt", "⏎"], "keys.later"],
  [["/"], "keys.canned"],
  [["Ctrl", "Z"], "keys.undo"],
  [["↑"], "keys.last"],
  [["Esc"], "keys.leave"],
  [[SHOWN.mute], "keys.mute"],
  [[SHOWN.floor], "keys.floor"],
  [[SHOWN.settings], "keys.settings"],
  [["Ctrl", "K"], "keys.search"],
  [[SHOWN.help], "keys.help"],
];

const LISTS = [
  [[SHOWN.views], "keys.views"], [["X", SHOWN.pickAll], "keys.pick"], [["Shift", "J", "K"], "keys.reach"], [[SHOWN.newest], "keys.newest"],
] as const;

const OFFERS = [[[SHOWN.accept], "keys.accept"], [[SHOWN.refuse], "keys.refuse"], [[SHOWN.pull], "keys.pull"]] as const;

export function KeyList() {
  return (
    <>
      <dl class="keys">
        {LIST.map(([keys, word]) => <KeyLine key={word} keys={keys} does={say(word)} />)}
        {OFFERS.map(([keys, word]) => <KeyLine key={word} keys={keys} does={offerWords(word)} />)}
        {LISTS.map(([keys, word]) => <KeyLine key={word} keys={keys} does={listWords(word)} />)}
      </dl>
      <p class="quiet">{say("keys.layout")}</p>
    </>
  );
}

function KeyLine({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div class="keys-line">
      <dt>{does}</dt>
      <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
    </div>
  );
}
