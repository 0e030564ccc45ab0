import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "Personal manager", "none": "nobody", "failed": "This was not saved. Try again.", "manager": "personal manager", "deputy": "stands in for the personal manager",
  "away": "The personal manager is away just now: hand the chat to whoever stands in, or promise the visitor an answer (P).",
};

const ru: Translated<typeof en> = {
  "title": "Персональный менеджер", "none": "нет", "failed": "Не сохранилось. Попробуйте ещё раз.", "manager": "персональный менеджер", "deputy": "заменяет персонального менеджера",
  "away": "Персонального менеджера сейчас нет: передайте чат тому, кто его заменяет, или пообещайте посетителю ответ (P).",
};

export const words = speaker(en, ru);
