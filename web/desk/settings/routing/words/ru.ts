import type { Translated } from "../../../../core/i18n.ts";
import type { en } from "./en.ts";

export const ru: Translated<typeof en> = {
  "loading": "Загружается…",
  "failed": "Не получилось загрузить. Проверьте связь и откройте страницу снова.",
  "gone": "Такой команды нет",
  "how": "Каждая команда — как ей удобно. Что здесь не задано, работает и так.",
  "none": "Команд нет: все отвечают на всё. Команды создаются на странице «Люди».",
  "save": "Сохранить",
  "saved": "Сохранено",
  "notSaved": "Не получилось сохранить. Попробуйте чуть позже.",

  "closing.title": "При решении",
  "closing.own": "Спрашивать своё",
  "closing.ownHow": "Иначе операторов спрашивают о том, что задано у сайта.",
  "closing.topics": "Темы на выбор",
  "closing.lines": "По одной на строке",
  "closing.topic": "Тема обязательна",
  "closing.noTopics": "Сначала напишите хотя бы одну тему.",
  "closing.no": "Вопрос {no}",
  "closing.label": "Вопрос",
  "closing.choices": "Ответы на выбор",
  "closing.choicesHow": "По одному на строке; без них — свои слова",
  "closing.required": "Ответ обязателен",
  "closing.remove": "Убрать: {name}",
  "closing.add": "Добавить вопрос",
  "closing.wrong": "До 200 знаков, и без повторов.",
};
