import type { Translated } from "../../core/i18n.ts";
import type { startEn } from "./start-en.ts";

export const startRu: Translated<typeof startEn> = {
  title: "Чем помочь?",
  wait: "Обычно отвечаем за {time}",
  seconds: { one: "{count} секунду", few: "{count} секунды", many: "{count} секунд", other: "{count} секунды" },
  minutes: { one: "{count} минуту", few: "{count} минуты", many: "{count} минут", other: "{count} минуты" },
  topics: "О чём вопрос?",
  write: "Написать нам",
  away: "Сейчас нас нет на месте.",
  back: "Вернёмся {time}.",
  stay: "Напишите сейчас: ответ будет ждать вас здесь.",
  byMail: "Оставьте сообщение: ответ придёт на почту и будет ждать вас здесь.",
  mail: "Ваша почта",
  mailHint: "Сюда придёт ответ",
  message: "Ваше сообщение",
  optional: "не обязательно",
  choose: "Выберите",
  send: "Отправить",
  home: "Назад",
  needed: "Пожалуйста, заполните",
  wrongMail: "Адрес выглядит так: name@example.com",
  wrongPhone: "Номер выглядит так: +7 900 000-00-00",
  wrongNumber: "Только цифры, буквы и дефис",
  topicIs: "Тема: {topic}",
};
