import { speaker } from "../state/speak.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

/** The words of the frame of the settings. */
export const say = speaker(en, ru);
