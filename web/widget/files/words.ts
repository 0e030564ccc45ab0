import type { Language } from "../../core/i18n.ts";
import type { FileWords } from "../../ui/FileWords.ts";

const en: FileWords = {
  language: "en",
  save: (name) => `Save the file ${name}`,
  open: (name) => `Picture ${name}, opens in a new tab`,
  remove: (name) => `Remove ${name}`,
  again: (name) => `Try ${name} again`,
  failed: (code) => EN[code] ?? "Not uploaded",
  waits: "Waits for the connection, goes on by itself",
  sending: "Uploading…",
  done: "ready",
  tray: "Files to be sent",
};

const EN: Readonly<Record<string, string>> = {
  empty: "The file is empty",
  too_large: "The file is larger than 20 MB",
  conflict: "The file has changed, choose it again",
};

const ru: FileWords = {
  language: "ru",
  save: (name) => `Сохранить файл ${name}`,
  open: (name) => `Картинка ${name}, откроется в новой вкладке`,
  remove: (name) => `Убрать ${name}`,
  again: (name) => `Повторить ${name}`,
  failed: (code) => RU[code] ?? "Не загрузился",
  waits: "Ждёт связи, продолжится сам",
  sending: "Загружается…",
  done: "готов",
  tray: "Файлы к отправке",
};

const RU: Readonly<Record<string, string>> = {
  empty: "Файл пустой",
  too_large: "Файл больше 20 МБ",
  conflict: "Файл изменился, выберите его заново",
};

export const fileWords: Readonly<Record<Language, FileWords>> = { en, ru };

/** Around the box where one writes. */
export const choosing = {
  en: { attach: "Attach files, up to 20 MB each", camera: "Take a photo", sendsAfter: "Will be sent as soon as the files are up", dropHere: "Drop the files here" },
  ru: { attach: "Прикрепить файлы, до 20 МБ каждый", camera: "Сделать снимок", sendsAfter: "Отправится, как только файлы загрузятся", dropHere: "Отпустите файлы здесь" },
} as const satisfies Record<Language, Record<string, string>>;
