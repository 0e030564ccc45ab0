import { speaker } from "../../state/speak.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

export const say = speaker(en, ru);
export const knows = (word: string): word is keyof typeof en => word in en;
