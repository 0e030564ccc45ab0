import type { Translated } from "../../../../core/i18n.ts";
import type { enWrong } from "./en-wrong.ts";

export const ruWrong: Translated<typeof enWrong> = {
  "wrong.domains": "строка {no} — не адрес вида https://shop.example",
  "wrong.languages": "выберите хотя бы один язык",
  "wrong.long": "слишком длинно",
  "wrong.first": "нужны слова на первом языке сайта",
  "wrong.twice": "такое имя здесь уже есть",
  "wrong.key": "от 1 до 40 латинских букв, цифр, - или _",
  "wrong.taken": "такое короткое имя уже занято",
  "wrong.choices": "нужно хотя бы два ответа",
  "wrong.version": "у согласия есть версия",
  "wrong.accent": "цвет пишут так: #2c55e0",
  "wrong.radius": "целое число от 0 до 24",
  "wrong.logo": "картинка велика: не больше 24 кБ",
  "wrong.hours": "часы пишут так: 09:00-18:00, конец позже начала",
  "wrong.zone": "такого пояса не знаем; пишут так: Europe/Moscow",
  "wrong.holidays": "строка {no} — не дата вида 2026-12-31",
  "wrong.countries": "строка {no}: у страны две заглавные буквы",
  "wrong.not_from": "строка {no}: адрес пишут так: 203.0.113.7, сеть так: 203.0.113.0/24",
  "wrong.percent": "целое число от 0 до 100",
  "wrong.patterns": "строка {no}: не меньше четырёх # и @, не больше 60 знаков",
  "wrong.url": "адрес начинается с https:// и имени сервера; {attribute} — только после них",
  "wrong.topic": "нельзя требовать тему, если у сайта нет тем",
  "wrong.name": "нужно от 1 до 100 знаков",
  "wrong.many": "слишком много",
  "wrong.other": "не подходит ({detail})",
};
