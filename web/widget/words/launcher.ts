/** The few words on the host's page itself. */
import type { Language } from "../../core/i18n.ts";

export interface LauncherWords {
  open: string;
  close: string;
  unread: string;
  frame: string;
  opening: string;
  failed: string;
  again: string;
}

export const launcherWords: Record<Language, LauncherWords> = {
  en: {
    open: "Open the chat",
    close: "Close the chat",
    unread: "Open the chat, unread messages: {count}",
    frame: "Chat with support",
    opening: "Opening the chat…",
    failed: "The chat did not open. Check the connection and try again.",
    again: "Try again",
  },
  ru: {
    open: "Открыть чат",
    close: "Закрыть чат",
    unread: "Открыть чат, непрочитанных сообщений: {count}",
    frame: "Чат с поддержкой",
    opening: "Открываем чат…",
    failed: "Чат не открылся. Проверьте связь и попробуйте ещё раз.",
    again: "Попробовать ещё раз",
  },
};
