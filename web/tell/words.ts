import type { Words } from "../core/i18n.ts";

export const en = {
  "title": "Tell me when there is an answer",
  "how": "This browser shows a short note when you are answered in the chat. The note does not show what was said. You can turn it off here at any time.",
  "allow": "Allow", "busy": "One moment…",
  "on": "Done. This browser tells you when there is an answer. You can close this page.",
  "off": "Turn it off", "gone": "Turned off. Nothing is sent to this browser any more.",
  "denied": "The browser does not allow notes from this page. Allow them at the lock beside the address, then try again.",
  "none": "This browser cannot show notes. On an iPhone or iPad they work only for pages on the home screen.",
  "used": "This link was used, or is too old. Open the chat again and follow its link.",
  "first": "Write your question in the chat first, then follow its link again.",
  "failed": "This did not work. Try again in a moment.",
} as const satisfies Words;

export const ru: Record<keyof typeof en, string> = {
  "title": "Сообщить об ответе",
  "how": "Этот браузер покажет короткое уведомление, когда вам ответят в чате. Самих слов ответа в нём не будет. Выключить можно здесь же, в любое время.",
  "allow": "Разрешить", "busy": "Минуту…",
  "on": "Готово. Этот браузер сообщит, когда вам ответят. Страницу можно закрыть.",
  "off": "Выключить", "gone": "Выключено. В этот браузер больше ничего не приходит.",
  "denied": "Браузер не разрешает уведомления с этой страницы. Разрешите их у замка рядом с адресом и попробуйте ещё раз.",
  "none": "Этот браузер не умеет показывать уведомления. На iPhone и iPad они работают только для страниц на экране «Домой».",
  "used": "Ссылка уже использована или устарела. Откройте чат снова и перейдите по ссылке в нём.",
  "first": "Сначала напишите вопрос в чат, потом перейдите по ссылке ещё раз.",
  "failed": "Не получилось. Попробуйте ещё раз чуть позже.",
};
