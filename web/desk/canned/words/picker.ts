import type { Translated } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "open": "Saved replies, key /",
  "list": "Saved replies",
  "loading": "Loading the saved replies…",
  "failed": "The saved replies could not be loaded. Try again in a moment.",
  "none": "Nothing is found for “{query}”. Escape closes; what you typed stays.",
  "empty": "No saved replies yet. They are made in the settings, under Replies.",
  "how": "↑ ↓ choose · Enter puts it in · Alt + → another language · Esc closes",
  "had": { one: "this person has had it {count} time", other: "this person has had it {count} times" },
  "own": "mine",
  "team": "team",
  "all": "everybody",
  "files": { one: "{count} file", other: "{count} files" },
  "language": "Language: {language}",
};

const ru: Translated<typeof en> = {
  "open": "Готовые ответы, клавиша /",
  "list": "Готовые ответы",
  "loading": "Загружаем готовые ответы…",
  "failed": "Готовые ответы не загрузились. Попробуйте ещё раз.",
  "none": "По запросу «{query}» ничего нет. Esc закроет, набранное останется.",
  "empty": "Готовых ответов пока нет. Они делаются в настройках, в разделе «Ответы».",
  "how": "↑ ↓ выбрать · Enter вставить · Alt + → другой язык · Esc закрыть",
  "had": { one: "этот человек получал его {count} раз", few: "этот человек получал его {count} раза", many: "этот человек получал его {count} раз", other: "этот человек получал его {count} раза" },
  "own": "мой",
  "team": "команды",
  "all": "общий",
  "files": { one: "{count} файл", few: "{count} файла", many: "{count} файлов", other: "{count} файла" },
  "language": "Язык: {language}",
};

export const words = speaker(en, ru);
