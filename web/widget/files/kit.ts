/** Everything about files: loaded when the first one is chosen or shown, so that a chat of words does not carry it. */

export { createTray } from "../../core/tray.ts";
export { FilesOf } from "../../ui/FilesOf.tsx";
export { TrayRow } from "../../ui/TrayRow.tsx";
export { fileWords } from "./words.ts";
