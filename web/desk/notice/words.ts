import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "muted": "Sounds are off in this browser", "unmuted": "Sounds are on in this browser", "note.hidden": "A new message",
  "how": "Yours on every machine where you sign in. The permission for notes of the system is this browser’s own.",
  "sound": "Sound", "sound.drop": "Drop", "sound.bell": "Bell", "sound.knock": "Knock", "sound.none": "No sound", "try": "Listen",
  "again": "Again while somebody waits", "again.none": "Once only", "again.some": { one: "Every {count} second", other: "Every {count} seconds" },
  "scope": "What calls me", "scope.mine": "Only my chats", "scope.queue": "My chats and the queue",
  "quiet": "Quiet hours", "quiet.how": "Nothing sounds and nothing is shown between these times. The same time twice: no quiet hours.", "quiet.from": "From", "quiet.to": "To",
  "note": "Notes of the system", "note.on": "Allowed in this browser", "note.ask": "Allow in this browser", "note.off": "Forbidden in this browser: allow it in the settings of the browser, at the lock beside the address.",
  "note.none": "This browser has none.", "note.words": "Show what was said", "mute": "No sounds in this browser (M)",
  "wake": "When no desk is open", "wake.how": "The browser itself calls you, also on a locked phone, while you look at no desk of yours. The same rules and quiet hours hold; whoever signs out is called no more.",
  "wake.do": "Call me in this browser", "wake.on": "This browser calls you", "wake.denied": "The browser does not allow it", "wake.failed": "This did not work. Try again in a moment.",
  "wake.none": "This browser cannot. On an iPhone or iPad, add Pult to the home screen first.",
  "wake.list": "Browsers that call you", "wake.here": "this one", "wake.since": "since {when}", "wake.told": "called you last: {when}", "wake.drop": "No more calls there: {name}", "wake.unknown": "an unknown browser",
};

const ru: Translated<typeof en> = {
  "muted": "Звуки в этом браузере выключены", "unmuted": "Звуки в этом браузере включены", "note.hidden": "Новое сообщение",
  "how": "Ваши на любом компьютере, где вы войдёте. Разрешение на уведомления каждый браузер спрашивает сам.",
  "sound": "Звук", "sound.drop": "Капля", "sound.bell": "Колокольчик", "sound.knock": "Стук", "sound.none": "Без звука", "try": "Послушать",
  "again": "Повторять, пока кто-то ждёт", "again.none": "Только один раз", "again.some": { one: "Каждую {count} секунду", few: "Каждые {count} секунды", many: "Каждые {count} секунд", other: "Каждые {count} секунды" },
  "scope": "О чём сообщать", "scope.mine": "Только о моих чатах", "scope.queue": "О моих чатах и об очереди",
  "quiet": "Тихие часы", "quiet.how": "В это время ничего не звучит и не показывается. Одинаковое время — тихих часов нет.", "quiet.from": "С", "quiet.to": "До",
  "note": "Уведомления системы", "note.on": "Разрешены в этом браузере", "note.ask": "Разрешить в этом браузере", "note.off": "Запрещены в этом браузере: разрешите их в настройках браузера, у замка рядом с адресом.",
  "note.none": "Этот браузер их не умеет.", "note.words": "Показывать текст сообщения", "mute": "Без звуков в этом браузере (M)",
  "wake": "Когда пульт не открыт", "wake.how": "Вас позовёт сам браузер, даже на заблокированном телефоне, если вы не смотрите ни в одно окно пульта. Действуют те же правила и тихие часы; кто вышел, того больше не зовут.",
  "wake.do": "Звать меня в этом браузере", "wake.on": "Этот браузер будет вас звать", "wake.denied": "Браузер этого не разрешает", "wake.failed": "Не получилось. Попробуйте ещё раз чуть позже.",
  "wake.none": "Этот браузер так не умеет. На iPhone и iPad сначала добавьте Пульт на экран «Домой».",
  "wake.list": "Браузеры, которые вас зовут", "wake.here": "этот", "wake.since": "с {when}", "wake.told": "звал последний раз: {when}", "wake.drop": "Больше не звать там: {name}", "wake.unknown": "неизвестный браузер",
};

export const words = speaker(en, ru);
