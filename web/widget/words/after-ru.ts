import type { Translated } from "../../core/i18n.ts";
import type { afterEn } from "./after-en.ts";

export const afterRu: Translated<typeof afterEn> = {
  rateTitle: "Помогли?",
  rateYes: "Да",
  rateNo: "Нет",
  rateHint: "Одно касание. Комментарий — по желанию.",
  ratePlaceholder: "Что можно было сделать лучше?",
  rateSend: "Отправить комментарий",
  rateChange: "Изменить оценку",
  copyTitle: "Копия разговора",
  copyMail: "Ваша почта",
  copySend: "Прислать копию",
  copySent: "Копия уже в пути.",
  copyRefused: "Больше копий этого разговора прислать нельзя.",
  copyWrong: "Адрес выглядит так: name@example.com",
  rateThanks: "Спасибо, ваш ответ у нас.",
  goOn: "Остались вопросы? Просто напишите, разговор продолжится.",
};
