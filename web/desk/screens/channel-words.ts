import type { Translated, Words } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  webchat: "Chat on a site", mobile: "Mobile app", mail: "Mail", sms: "SMS", telegram: "Telegram", vk: "VK", viber: "Viber", whatsapp: "WhatsApp", max: "MAX", instagram: "Instagram", avito: "Avito",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  webchat: "Чат на сайте", mobile: "Мобильное приложение", mail: "Почта", sms: "СМС", telegram: "Telegram", vk: "ВКонтакте", viber: "Viber", whatsapp: "WhatsApp", max: "MAX", instagram: "Instagram", avito: "Авито",
};

/** What kinds of channels are called. */
export const channelWords = speaker(en, ru);
