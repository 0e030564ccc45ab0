import { speaker } from "../state/speak.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

export const words = speaker(en, ru);
export type ListWord = keyof typeof en;
