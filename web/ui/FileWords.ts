/** What the file parts say, on whichever side they stand. */
export interface FileWords {
  language: string;
  t(key: `file.${"save" | "open" | "remove" | "again" | "empty" | "too_large" | "infected" | "failed" | "waits" | "sending" | "done" | "tray"}`, params?: Record<string, string>): string;
}
