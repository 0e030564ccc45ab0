import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "Besides the five basic states: what people here do besides, with a name of its own. Each says whether new chats come and whether it is work.",
  "none": "No states of your own yet", "none.how": "For example “Development task”: work, without chats.",
  "failed": "This could not be loaded. Check the connection and open the page again.",
  "loading": "Loading…", "add": "Add a state", "new": "A new state", "save": "Save", "saved": "Saved", "cancel": "Cancel",
  "name": "Name", "emoji": "Picture (one emoji)", "base": "New chats",
  "base.available": "come, as when available", "base.transfers": "only what colleagues hand over", "base.pause": "do not come", "base.away": "do not come: away from the desk", "base.offline": "do not come: not at work",
  "kinds": "New chats from", "kinds.how": "None chosen: from every channel. What colleagues hand over and what is taken by hand comes all the same.", "kinds.only": "from: {kinds}",
  "works": "Counts as work", "worksNot": "Not work", "held": "Open chats", "held.usual": "as the basic state has it", "held.keep": "stay", "held.back": "go back to the queue at once", "held.on_word": "go back when the visitor writes again",
  "plan": "Planned for each person, hours a week", "planHow": "Empty: not planned", "planned": "{hours} h a week",
  "close": "Remove: {name}", "closed": "{name} is no choice any more. Whoever is in it stays until another one is chosen.",
  "error.name_in_use": "There is a state of this name.", "error.state_in_use": "Somebody is in this state now: what it does with new chats can be changed when nobody is.",
  "error.too_many_states": "There are as many states with names as there can be.", "error.name": "A name has 1 to 60 characters.", "error.emoji": "One picture stands here.", "error.plan": "From a minute to a whole week.", "error.other": "This could not be saved. Try again in a moment.",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "how": "Кроме пяти основных состояний — чем ещё здесь заняты, со своим именем. У каждого сказано, приходят ли новые чаты и работа ли это.",
  "none": "Своих состояний пока нет", "none.how": "Например, «Задача развития»: работа, но без чатов.",
  "failed": "Не получилось загрузить. Проверьте связь и откройте страницу снова.",
  "loading": "Загружается…", "add": "Добавить состояние", "new": "Новое состояние", "save": "Сохранить", "saved": "Сохранено", "cancel": "Отмена",
  "name": "Название", "emoji": "Картинка (один эмодзи)", "base": "Новые чаты",
  "base.available": "приходят, как «На месте»", "base.transfers": "только то, что передают коллеги", "base.pause": "не приходят", "base.away": "не приходят: не у пульта", "base.offline": "не приходят: не на работе",
  "kinds": "Новые чаты — откуда", "kinds.how": "Ничего не выбрано: из всех каналов. То, что передают коллеги и что берут вручную, приходит всё равно.", "kinds.only": "откуда: {kinds}",
  "works": "Считается работой", "worksNot": "Не работа", "held": "Открытые чаты", "held.usual": "как у основного состояния", "held.keep": "остаются", "held.back": "сразу возвращаются в очередь", "held.on_word": "возвращаются, когда посетитель напишет снова",
  "plan": "План на человека, часов в неделю", "planHow": "Пусто: без плана", "planned": "{hours} ч в неделю",
  "close": "Убрать: {name}", "closed": "{name}: выбрать больше нельзя. Кто в нём, остаётся, пока не выберет другое.",
  "error.name_in_use": "Состояние с таким названием уже есть.", "error.state_in_use": "Сейчас в этом состоянии кто-то есть: приходят ли новые чаты, можно сменить, когда в нём никого.",
  "error.too_many_states": "Состояний с именами уже столько, сколько может быть.", "error.name": "В названии от 1 до 60 знаков.", "error.emoji": "Здесь одна картинка.", "error.plan": "От минуты до целой недели.", "error.other": "Не получилось сохранить. Попробуйте чуть позже.",
};

/** The words of the page of states. */
export const words = speaker(en, ru);
