/** The few words of the panel on the host's page, around the frame. */
import type { Language } from "../../core/i18n.ts";

export interface PanelWords {
  close: string;
  frame: string;
  opening: string;
  failed: string;
  again: string;
}

export const panelWords: Record<Language, PanelWords> = {
  en: {
    close: "Close the chat",
    frame: "Chat with support",
    opening: "Opening the chat…",
    failed: "The chat did not open. Check the connection and try again.",
    again: "Try again",
  },
  ru: {
    close: "Закрыть чат",
    frame: "Чат с поддержкой",
    opening: "Открываем чат…",
    failed: "Чат не открылся. Проверьте связь и попробуйте ещё раз.",
    again: "Попробовать ещё раз",
  },
};
