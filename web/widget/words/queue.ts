/** What somebody in the queue reads; both languages come with the part that needs them. */

type Line = (low: number, high: number) => string;

const unit = (high: number): boolean => high <= 90;
const span = (low: number, high: number, each: number): string => `${low === 90 && each === 60 ? "1½" : low / each}–${high / each}`;

const when = (until: number, language: string): string =>
  new Date(until).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

interface QueueWords {
  next: string;
  before(count: number): string;
  /** The site is closed until then (ms). */
  away(until: number): string;
  soon: Line;
  byMail: string;
  byPhone: string;
  mail: string;
  phone: string;
  consent: string;
  send: string;
  cancel: string;
  left: string;
  late: string;
  wrong: string;
  cut: string;
}

export const queueWords: Record<"en" | "ru", QueueWords> = {
  en: {
    next: "You are next",
    away: (until) => `We answer when we are back: ${when(until, "en")}`,
    before: (count) => `${count} ${count === 1 ? "person" : "people"} before you`,
    soon: (low, high) => low === 0 ? "an answer within half a minute" : unit(high) ? `an answer in ${span(low, high, 1)} seconds` : `an answer in ${span(low, high, 60)} minutes`,
    byMail: "Answer me by mail",
    byPhone: "Call me back",
    mail: "Your e-mail address",
    phone: "Your phone, with +",
    consent: "I agree to be called at this number about my question; it is used for nothing else.",
    send: "Send",
    cancel: "Cancel",
    left: "Got it. You may close this page, your place in the queue stays.",
    late: "This takes longer than we want. You need not wait here:",
    wrong: "Please look at what you have written",
    cut: "No connection, try again in a moment",
  },
  ru: {
    next: "Ваша очередь следующая",
    away: (until) => `Ответим, когда вернёмся: ${when(until, "ru")}`,
    before: (count) => `Перед вами: ${count}`,
    soon: (low, high) => low === 0 ? "ответим в течение полуминуты" : unit(high) ? `ответим через ${span(low, high, 1)} секунд` : `ответим через ${span(low, high, 60)} ${high <= 240 ? "минуты" : "минут"}`,
    byMail: "Ответьте на почту",
    byPhone: "Перезвоните мне",
    mail: "Ваша почта",
    phone: "Ваш телефон, с +",
    consent: "Согласие на звонок по этому номеру по моему вопросу; ни для чего другого он не нужен.",
    send: "Отправить",
    cancel: "Отмена",
    left: "Записали. Страницу можно закрыть, место в очереди за вами.",
    late: "Это дольше, чем мы хотим. Ждать здесь необязательно:",
    wrong: "Проверьте, пожалуйста, написанное",
    cut: "Нет связи, попробуйте чуть позже",
  },
};
