import type { Translated } from "../../../core/i18n.ts";
import type { en } from "./en.ts";

export const ru: Translated<typeof en> = {
  "search.what": "Человек, почта, телефон, компания, номер чата, слова, действие",
  "search.people": "Люди",
  "search.talks": "Чаты",
  "search.pages": "Настройки",
  "search.acts": "Действия",
  "search.asking": "Ищем…",
  "search.failed": "Поиск не отвечает. Попробуйте ещё раз чуть позже.",
  "search.partial": "Поиск шёл слишком долго: что-то могло не попасть в список. Помогут ещё буквы.",
  "search.nothing": "По запросу «{query}» ничего не нашлось",
  "search.nothingHow": "Имя можно написать с ошибкой или в другой раскладке; в сообщениях ищутся целые слова и их начала.",
  "search.hint": "↑ ↓ — выбрать · Enter — открыть · Esc — закрыть",
  "search.case": "обращение {no}",
  "search.count": { one: "найден {count}", few: "найдено {count}", many: "найдено {count}", other: "найдено {count}" },
  "act.theme": "Тема: {name}",
  "act.language": "Язык: {name}",
  "act.keys": "Все клавиши",
  "act.alone": "В отдельном окне",
  "act.find": "Поиск в открытом чате",
  "act.list": "Список: {name}",
};
