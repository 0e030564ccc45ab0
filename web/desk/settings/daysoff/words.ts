import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "country": "Public holidays", "none": "none by themselves", "countryHow": "Closed on the holidays of a country, also in years to come.",
  "region": "Region", "wholeCountry": "only those of the whole country",
  "days": "Coming days off", "daysHow": "A day without its mark is worked like any day of its week.",
  "announced": "Days that the government moves are known until the end of {year}; later ones follow with an update. Working weekends are not among them: give such a day its hours under “Days that are different”.",
  "failed": "The holidays could not be asked for. What is set stays as it is.", "loading": "Asking for the holidays…",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "country": "Праздники страны", "none": "сами не учитываются", "countryHow": "В праздники закрыто — и в следующие годы тоже.",
  "region": "Регион", "wholeCountry": "только общие для страны",
  "days": "Ближайшие выходные", "daysHow": "День без отметки — рабочий, как любой день его недели.",
  "announced": "Переносы, о которых решает правительство, известны до конца {year} года, дальше они придут с обновлением. Рабочих суббот здесь нет: дайте такому дню часы в «Особых днях».",
  "failed": "Не получилось узнать праздники. Что задано, остаётся как есть.", "loading": "Узнаём праздники…",
};

/** The words of public holidays. */
export const words = speaker(en, ru);
