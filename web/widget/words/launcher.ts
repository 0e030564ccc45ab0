/** The few words of the button on the host's page. */
import type { Language } from "../../core/i18n.ts";

export interface LauncherWords {
  open: string;
  close: string;
  unread: string;
  failed: string;
}

export const launcherWords: Record<Language, LauncherWords> = {
  en: {
    open: "Open the chat",
    close: "Close the chat",
    unread: "Open the chat, unread messages: {count}",
    failed: "The chat did not open. Check the connection and try again.",
  },
  ru: {
    open: "Открыть чат",
    close: "Закрыть чат",
    unread: "Открыть чат, непрочитанных сообщений: {count}",
    failed: "Чат не открылся. Проверьте связь и попробуйте ещё раз.",
  },
};
