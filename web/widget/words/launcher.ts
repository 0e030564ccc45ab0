/** The few words on the host's page: of the button, and of the panel around the frame. */
import type { Language } from "../../core/i18n.ts";

export interface LauncherWords {
  open: string;
  close: string;
  unread: string;
  failed: string;
  frame: string;
  opening: string;
  again: string;
}

export const launcherWords: Record<Language, LauncherWords> = {
  en: {
    open: "Open the chat",
    close: "Close the chat",
    unread: "Open the chat, unread messages: {count}",
    failed: "The chat did not open. Check the connection and try again.",
    frame: "Chat with support",
    opening: "Opening the chat…",
    again: "Try again",
  },
  ru: {
    open: "Открыть чат",
    close: "Закрыть чат",
    unread: "Открыть чат, непрочитанных сообщений: {count}",
    failed: "Чат не открылся. Проверьте связь и попробуйте ещё раз.",
    frame: "Чат с поддержкой",
    opening: "Открываем чат…",
    again: "Попробовать ещё раз",
  },
};
