import type { Translated } from "../../../core/i18n.ts";
import type { en } from "./en.ts";

export const ru: Translated<typeof en> = {
  "settings.title": "Настройки",
  "settings.pages": "Страницы настроек",
  "settings.back": "Назад к чатам",
  "settings.up": "Назад к списку настроек",
  "settings.choose": "Выберите страницу слева.",
  "settings.unknown": "Такой страницы здесь нет",
  "settings.unknownHow": "Возможно, она переехала или вам не открыта. Выберите другую из списка.",

  "group.own": "Для вас",
  "group.channels": "Каналы",
  "group.team": "Команда",
  "group.replies": "Ответы",

  "page.notice": "Звуки и уведомления",
  "page.sites": "Сайты",
  "page.check": "Проверка установки",
  "page.held": "Придержано",
  "page.letters": "Письма",
  "page.bans": "Блокировки",
  "badge.waiting": { one: "{count} ждёт", few: "{count} ждут", many: "{count} ждут", other: "{count} ждут" },
  "page.device": "Вид и клавиши",
  "page.profile": "Ваша учётная запись",
  "page.people": "Люди",
  "page.skills": "Умения",
  "page.states": "Состояния",
  "page.hours": "Часы",
  "page.walls": "Экраны на стене",
  "page.routing": "Команды и распределение",
  "page.rules": "Правила",
  "page.hooks": "Адреса вовне",
  "page.incidents": "Сбои",
  "page.writing": "Как я пишу",
  "page.canned": "Готовые ответы",

  "device.how": "Ваше на любом компьютере, где вы войдёте.",
  "device.look": "Язык и оформление",
  "device.keys": "Клавиши",
};
