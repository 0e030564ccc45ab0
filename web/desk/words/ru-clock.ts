import type { Translated } from "../../core/i18n.ts";
import type { enClock } from "./en-clock.ts";

/** Что сделали часы. */
export const ruClock: Translated<typeof enClock> = {
  "clock.no_reply": "Ответа вовремя не было ({from}): чат вернулся в очередь",
  "clock.full": "В команде ни у кого не было места: чат сразу передан команде {team}",
  "clock.overflow": "Вовремя никто не освободился: чат передан команде {team}",
  "clock.gone": "За столом никого нет ({from}): чат вернулся в очередь",
  "clock.state": "Оператор не на месте ({from}): чат вернулся в очередь",
  "clock.promise": "Обещанное время пришло, а на месте никого ({from}): чат вернулся в очередь, обещание в силе",
  "clock.silent": "Посетитель молчал: чат закрыт",
  "clock.late.first": "Обещанное время первого ответа прошло",
  "clock.late.next": "Обещанное время ответа прошло",
  "clock.late.resolve": "Обещанное время решения прошло",
};
